namespace EbsBackup.Sandbox.Faults;

/// <summary>A call and what came of it.</summary>
/// <param name="Status">The HTTP status; 0 when the connection was reset before anything happened.</param>
/// <param name="ErrorCode">Null when the call succeeded.</param>
public sealed record CallRecord(SandboxCallInfo Call, int Status, string? ErrorCode, IReadOnlyList<string> ItemIds)
{
    public string Operation => Call.Operation;
}
