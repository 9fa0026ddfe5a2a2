namespace EbsBackup.Sandbox.Http;

/// <summary>A request with what its signature's scope says: who calls, in which Region.</summary>
public sealed record SandboxCall(SandboxRequest Request, CallerIdentity Caller, string Region, DateTimeOffset Now);
