namespace EbsBackup.Sandbox.Faults;

/// <summary>How a call goes wrong.</summary>
public enum FaultKind
{
    /// <summary>The given error code and status; nothing happens.</summary>
    Error,

    /// <summary>The service's own throttling error; nothing happens.</summary>
    Throttle,

    /// <summary>HTTP 500 in the service's own shape; nothing happens.</summary>
    ServerError,

    /// <summary>HTTP 503 in the service's own shape after the effect.</summary>
    ServerErrorAfter,

    /// <summary>The answer is right, and late.</summary>
    Delay,

    /// <summary>The connection is reset; nothing happens.</summary>
    ResetBefore,

    /// <summary>The effect happens, then the connection is reset.</summary>
    ResetAfter,

    /// <summary>The effect happens, and no answer comes.</summary>
    TimeoutAfter,
}
