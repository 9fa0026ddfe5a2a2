namespace EbsBackup.Sandbox.Http;

/// <summary>What goes back over the wire.</summary>
public sealed class SandboxResponse
{
    public int StatusCode { get; init; } = 200;

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ReadOnlyMemory<byte> Body { get; init; }
}
