using System.Management.Automation;
using EbsBackup.Sessions;

namespace EbsBackup.PowerShell.Session;

/// <summary>What Set-DefaultAWSRegion and Set-AWSCredential of AWS.Tools leave in the caller's session.</summary>
internal static class StoredDefaults
{
    public static string? Region(SessionState state)
    {
        var stored = state.PSVariable.GetValue("StoredAWSRegion");
        if (stored is null)
            return null;
        var value = PSObject.AsPSObject(stored);
        return (value.Properties["Region"] ?? value.Properties["SystemName"])?.Value?.ToString() ?? stored.ToString();
    }

    public static Func<AccessKeys>? Credentials(SessionState state) =>
        state.PSVariable.GetValue("StoredAWSCredentials") is { } stored ? CredentialObject.Reader(stored) : null;
}
