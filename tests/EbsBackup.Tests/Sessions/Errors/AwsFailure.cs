using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using EbsBackup.Sandbox.Faults;

namespace EbsBackup.Tests.Sessions.Errors;

/// <summary>One way in which a call can fail: a code that AWS documents, or no answer that can be read.</summary>
public sealed record AwsFailure(string Name, int Status = 0)
{
    private const string Message = "MESSAGE";
    private const string Reset = "(connection reset)";
    private const string Timeout = "(no answer in time)";
    private const string Garbled = "(unreadable answer)";
    private const string NoCredentials = "(no credentials found)";

    public static IReadOnlyList<AwsFailure> All { get; } =
    [
        new("RequestLimitExceeded", 503), new("Throttling", 400), new("ThrottlingException", 400), new("TooManyRequestsException", 400),
        new("SlowDown", 503), new("SnapshotCreationPerVolumeRateExceeded", 400),
        new("InternalError", 500), new("ServiceUnavailable", 503), new("RequestTimeout", 400), new(Reset), new(Timeout), new(Garbled, 200),
        new("ExpiredToken", 400), new("RequestExpired", 400), new("InvalidClientTokenId", 403), new("SignatureDoesNotMatch", 403), new("AuthFailure", 401),
        new("OptInRequired", 403), new("PendingVerification", 400), new(NoCredentials), new("RequestTimeTooSkewed", 403),
        new("UnauthorizedOperation", 403), new("AccessDenied", 403), new("AllAccessDisabled", 403),
        new("InvalidVolume.NotFound", 400), new("InvalidSnapshot.NotFound", 400), new("InvalidSnapshot.InUse", 400), new("IncorrectState", 400),
        new("InvalidParameterValue", 400), new("ConcurrentSnapshotLimitExceeded", 400), new("PendingSnapshotLimitExceeded", 400), new("SnapshotLimitExceeded", 400),
        new("NoSuchBucket", 404), new("PermanentRedirect", 301), new("NoSuchKey", 404), new("PreconditionFailed", 412), new("ConditionalRequestConflict", 409),
        new("KMS.DisabledException", 400),
    ];

    public bool IsCode => Name[0] != '(';

    /// <summary>As the sandbox gives it; null for what happens on our side of the wire.</summary>
    public Fault? Fault => Name switch
    {
        Reset => new Fault(FaultKind.ResetBefore),
        Timeout => new Fault(FaultKind.TimeoutAfter),
        _ when IsCode => Fault.Error(Name, Message, Status),
        _ => null,
    };

    /// <summary>As the SDK gives it.</summary>
    public Exception Exception(string action) => Name switch
    {
        Reset => new HttpRequestException(Message, new IOException(Message)),
        Timeout => new TaskCanceledException(Message, new TimeoutException()),
        Garbled => new AmazonUnmarshallingException("request", "", new FormatException(Message), (HttpStatusCode)Status),
        NoCredentials => new AmazonClientException(Message),
        _ when action.StartsWith("s3:", StringComparison.Ordinal) =>
            new AmazonS3Exception(Message, ErrorType.Unknown, Name, "request", (HttpStatusCode)Status),
        _ => new AmazonServiceException(Message, ErrorType.Unknown, Name, "request", (HttpStatusCode)Status),
    };

    public EbsBackupError Error(string action, string target = "TARGET") => EbsBackupError.From(Exception(action), action, target);
}
