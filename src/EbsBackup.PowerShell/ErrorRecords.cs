using System.Management.Automation;

namespace EbsBackup.PowerShell;

/// <summary>The library's errors as PowerShell's, one to one.</summary>
internal static class ErrorRecords
{
    /// <param name="target">The object that the caller knows; left out, the error's own target id.</param>
    public static ErrorRecord ToRecord(this EbsBackupError error, object? target = null, Exception? cause = null) =>
        new(error.ToException(cause), error.Id, Category(error.Category), target ?? error.TargetId)
        {
            ErrorDetails = new(error.Message) { RecommendedAction = error.RecommendedAction },
        };

    // Both enumerations have the same names.
    private static System.Management.Automation.ErrorCategory Category(ErrorCategory category) =>
        Enum.TryParse<System.Management.Automation.ErrorCategory>(category.ToString(), out var same) ? same : default;
}
