namespace EbsBackup.Sandbox.Http;

/// <summary>One HTTP request as it came over the wire, or as an in-process handler passed it.</summary>
public sealed class SandboxRequest
{
    /// <summary>The verb, upper case.</summary>
    public required string Method { get; init; }

    /// <summary>The path as sent, still percent-encoded, without the query: SigV4 and S3 keys need it untouched.</summary>
    public required string RawPath { get; init; }

    /// <summary>The query as sent, without the question mark; empty when there is none.</summary>
    public string RawQuery { get; init; } = "";

    /// <summary>Headers by name, case ignored; several of one name are joined with a comma.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body after transfer coding; an <c>aws-chunked</c> body is still framed.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The header's value, or null.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;
}
