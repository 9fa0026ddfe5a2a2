namespace EbsBackup.Sandbox.Http;

/// <summary>What goes back over the wire.</summary>
public sealed class SandboxResponse
{
    public int StatusCode { get; init; } = 200;

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Set by a fault that loses the answer after its effect.</summary>
    public Delivery Delivery { get; set; }

    /// <summary>Real time by which the host holds the answer back.</summary>
    public TimeSpan Delay { get; set; }
}
