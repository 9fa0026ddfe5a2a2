namespace EbsBackup.Sandbox.Protocols;

/// <summary>An operation of a service model.</summary>
internal sealed record Operation(string Name, string Method, string Uri, int SuccessStatus, Shape? Input, Shape? Output, string? ResultWrapper);
