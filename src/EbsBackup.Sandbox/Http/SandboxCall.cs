namespace EbsBackup.Sandbox.Http;

/// <summary>A request with what its signature's scope says: who calls, in which Region.</summary>
public sealed record SandboxCall(SandboxRequest Request, CallerIdentity Caller, string Region, DateTimeOffset Now)
{
    public string Operation { get; init; } = "";

    public string RequestId { get; init; } = "";

    /// <summary>What the call was about (snapshot ids, <c>bucket/key</c>): a service adds to it for the call log.</summary>
    public List<string> ItemIds { get; } = [];
}
