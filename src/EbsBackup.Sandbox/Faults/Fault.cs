namespace EbsBackup.Sandbox.Faults;

/// <summary>What goes wrong with one call.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>For <see cref="FaultKind.Error"/>: the code that AWS documents.</summary>
    public string Code { get; init; } = "InternalError";

    public string Message { get; init; } = "An internal error has occurred";

    public int StatusCode { get; init; } = 400;

    /// <summary>For <see cref="FaultKind.Delay"/>: real time by which the answer is late.</summary>
    public TimeSpan Delay { get; init; }

    public static Fault Error(string code, string message, int statusCode = 400) =>
        new(FaultKind.Error) { Code = code, Message = message, StatusCode = statusCode };
}
