namespace EbsBackup.Sandbox.Http;

/// <summary>A message that HTTP itself does not let through. It is answered once, then the connection ends: what follows on it cannot be told apart.</summary>
internal sealed class HttpRefusedException(int statusCode, string message) : Exception(message)
{
    public int StatusCode { get; } = statusCode;
}
