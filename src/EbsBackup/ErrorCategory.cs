namespace EbsBackup;

/// <summary>What kind of failure it is, under PowerShell's names.</summary>
public enum ErrorCategory
{
    NotSpecified,
    InvalidArgument,
    InvalidData,
    InvalidResult,
    ObjectNotFound,
    PermissionDenied,
    AuthenticationError,
    ConnectionError,
    LimitsExceeded,
    ResourceBusy,
    ResourceUnavailable,
    OperationStopped,
    OperationTimeout,
}
