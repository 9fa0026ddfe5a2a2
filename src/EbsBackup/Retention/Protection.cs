using Amazon.EC2;

namespace EbsBackup.Retention;

/// <summary>What AWS protects from deletion, by the error it answers with.</summary>
internal static class Protection
{
    /// <summary>The reason in words, or null when the error is something else.</summary>
    public static string? Of(AmazonEC2Exception error)
    {
        var message = error.Message ?? "";
        return error.ErrorCode switch
        {
            "InvalidSnapshot.InUse" => Because(SR.Protected_InUse, message),
            "SnapshotLocked" or "InvalidSnapshot.Locked" => Because(SR.Protected_Locked, message),
            _ when Says(message, "locked") => Because(SR.Protected_Locked, message),
            _ when Says(message, "AWS Backup") => Because(SR.Protected_AwsBackup, message),
            _ when Says(message, "fast snapshot restore") => Because(SR.Protected_FastRestore, message),
            _ => null,
        };
    }

    private static bool Says(string message, string what) => message.IndexOf(what, StringComparison.OrdinalIgnoreCase) >= 0;

    private static string Because(string reason, string message) => message.Length == 0 ? reason : $"{reason}: {message}";
}
