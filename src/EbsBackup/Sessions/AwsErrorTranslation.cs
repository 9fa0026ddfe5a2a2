using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;

namespace EbsBackup.Sessions;

/// <summary>What AWS's errors mean to a caller: one id, category, message and next step for each.</summary>
internal static class AwsErrorTranslation
{
    public static EbsBackupError Translate(Exception exception, string action, string targetId) => exception switch
    {
        EbsBackupException known => known.Error,
        AggregateException { InnerExceptions.Count: 1 } wrapped => Translate(wrapped.InnerExceptions[0], action, targetId),
        _ => Classified(Describe(exception, action, targetId), exception, action),
    };

    public static bool IsThrottle(string? code) => code is
        "RequestLimitExceeded" or "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled" or "RequestThrottledException"
        or "TooManyRequestsException" or "SlowDown" or "EC2ThrottledException" or "PriorRequestNotComplete" or "BandwidthLimitExceeded"
        or "SnapshotCreationPerVolumeRateExceeded";

    /// <summary>True when the request may have had its effect although the answer was lost or bad.</summary>
    public static bool IsAmbiguous(Exception exception) =>
        exception is not EbsBackupException && Translate(exception, "ec2:CreateSnapshot", "").Response == FailureResponse.LookFirst;

    private static EbsBackupError Classified(EbsBackupError error, Exception exception, string action) =>
        error with { Response = FailureClassification.Of(action, error.Id, (exception as AmazonServiceException)?.ErrorCode) };

    private static EbsBackupError Describe(Exception exception, string action, string targetId) => exception switch
    {
        // An answer that cannot be read says nothing of what was done.
        AmazonUnmarshallingException => Unexpected(exception, action, targetId),
        AmazonServiceException { ErrorCode: { Length: > 0 } code } service => FromCode(service, code, action, targetId),
        AmazonServiceException { InnerException: { } inner } when IsNetwork(inner) => Unreachable(inner, action, targetId),
        AmazonServiceException service when (int)service.StatusCode is >= 500 or 408 or 0 => ServiceError(service, action, targetId),
        AmazonServiceException service => FromStatus(service, action, targetId),
        _ when IsNetwork(exception) => Unreachable(exception, action, targetId),
        AmazonClientException client => Make(nameof(SR.NoCredentials), ErrorCategory.AuthenticationError, targetId,
            EbsBackupError.Format(SR.NoCredentials, action, client.Message), SR.NoCredentials_Action),
        _ => Unexpected(exception, action, targetId),
    };

    private static EbsBackupError FromCode(AmazonServiceException e, string code, string action, string targetId) => code switch
    {
        "InvalidVolume.NotFound" => Make(nameof(SR.UnknownVolume), ErrorCategory.ObjectNotFound, targetId,
            EbsBackupError.Format(SR.UnknownVolume, targetId), SR.UnknownVolume_Action),
        "InvalidInstanceID.NotFound" => Make(nameof(SR.UnknownInstance), ErrorCategory.ObjectNotFound, targetId,
            EbsBackupError.Format(SR.UnknownInstance, targetId), SR.UnknownInstance_Action),
        "InvalidSnapshot.NotFound" => Make(nameof(SR.UnknownSnapshot), ErrorCategory.ObjectNotFound, targetId,
            EbsBackupError.Format(SR.UnknownSnapshot, targetId), SR.UnknownSnapshot_Action),
        "NoSuchBucket" => Make(nameof(SR.UnknownBucket), ErrorCategory.ObjectNotFound, targetId,
            EbsBackupError.Format(SR.UnknownBucket, targetId), SR.UnknownBucket_Action),
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => Elsewhere(e, targetId),
        "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "UnauthorizedAccess" or "AllAccessDisabled" =>
            Make(nameof(SR.AccessDenied), ErrorCategory.PermissionDenied, targetId,
                EbsBackupError.Format(SR.AccessDenied, action, targetId, e.Message), EbsBackupError.Format(SR.AccessDenied_Action, action)),
        "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" or "TokenRefreshRequired" => Make(nameof(SR.ExpiredToken), ErrorCategory.AuthenticationError,
            targetId, EbsBackupError.Format(SR.ExpiredToken, action, targetId), SR.ExpiredToken_Action),
        "RequestTimeTooSkewed" or "RequestInTheFuture" => Make(nameof(SR.ClockSkew), ErrorCategory.InvalidData, targetId,
            EbsBackupError.Format(SR.ClockSkew, action, targetId, e.Message), SR.ClockSkew_Action),
        "AuthFailure" or "InvalidClientTokenId" or "UnrecognizedClientException" or "InvalidAccessKeyId" or "SignatureDoesNotMatch"
            or "InvalidSignatureException" or "IncompleteSignature" or "MissingAuthenticationToken" or "OptInRequired" or "InvalidToken" =>
            Make(nameof(SR.InvalidCredentials), ErrorCategory.AuthenticationError, targetId,
                EbsBackupError.Format(SR.InvalidCredentials, action, targetId, e.Message), SR.InvalidCredentials_Action),
        "SnapshotLimitExceeded" or "ConcurrentSnapshotLimitExceeded" or "ResourceLimitExceeded" or "TagLimitExceeded" or "PendingSnapshotLimitExceeded" =>
            Make(nameof(SR.LimitExceeded), ErrorCategory.LimitsExceeded, targetId,
                EbsBackupError.Format(SR.LimitExceeded, action, targetId, e.Message), SR.LimitExceeded_Action),
        _ when IsThrottle(code) => Make(nameof(SR.Throttled), ErrorCategory.LimitsExceeded, targetId,
            EbsBackupError.Format(SR.Throttled, action, targetId, e.Message), SR.Throttled_Action),
        "RequestTimeout" or "RequestTimeoutException" or "InternalError" or "InternalFailure" or "ServiceUnavailable" or "Unavailable" =>
            ServiceError(e, action, targetId),
        _ when (int)e.StatusCode >= 500 => ServiceError(e, action, targetId),
        _ when e is AmazonS3Exception && e.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.MovedPermanently => FromStatus(e, action, targetId),
        _ => Make(nameof(SR.Rejected), ErrorCategory.InvalidArgument, targetId,
            EbsBackupError.Format(SR.Rejected, action, targetId, e.Message, code), SR.Rejected_Action),
    };

    private static EbsBackupError FromStatus(AmazonServiceException e, string action, string targetId) => e.StatusCode switch
    {
        HttpStatusCode.Forbidden => Make(nameof(SR.AccessDenied), ErrorCategory.PermissionDenied, targetId,
            EbsBackupError.Format(SR.AccessDenied, action, targetId, e.Message), EbsBackupError.Format(SR.AccessDenied_Action, action)),
        HttpStatusCode.MovedPermanently => Elsewhere(e, targetId),
        _ => Make(nameof(SR.Rejected), ErrorCategory.InvalidArgument, targetId,
            EbsBackupError.Format(SR.Rejected, action, targetId, e.Message, (int)e.StatusCode), SR.Rejected_Action),
    };

    private static EbsBackupError Elsewhere(AmazonServiceException e, string targetId) => Make(nameof(SR.BucketElsewhere), ErrorCategory.InvalidArgument,
        targetId, EbsBackupError.Format(SR.BucketElsewhere, targetId, RegionNamedIn(e)),
        SR.BucketElsewhere_Action);

    private static string RegionNamedIn(AmazonServiceException e) =>
        e is AmazonS3Exception { ResponseBody: { } body } && Regex.Match(body, "<Region>([a-z0-9-]+)</Region>") is { Success: true } match
            ? "; it is in " + match.Groups[1].Value
            : "";

    private static EbsBackupError ServiceError(AmazonServiceException e, string action, string targetId) => Make(nameof(SR.ServiceError),
        ErrorCategory.ResourceUnavailable, targetId, EbsBackupError.Format(SR.ServiceError, action, targetId, e.Message), SR.ServiceError_Action);

    private static EbsBackupError Unreachable(Exception e, string action, string targetId) => Make(nameof(SR.Unreachable),
        ErrorCategory.ConnectionError, targetId, EbsBackupError.Format(SR.Unreachable, action, targetId, e.GetBaseException().Message), SR.Unreachable_Action);

    private static EbsBackupError Unexpected(Exception e, string action, string targetId) => Make(nameof(SR.Unexpected),
        ErrorCategory.NotSpecified, targetId, EbsBackupError.Format(SR.Unexpected, action, targetId, e.Message), SR.Unexpected_Action);

    private static EbsBackupError Make(string id, ErrorCategory category, string targetId, string message, string recommendedAction) =>
        new(id, category, targetId, message, recommendedAction);

    private static bool IsNetwork(Exception e) => e switch
    {
        SocketException or IOException or WebException or TimeoutException => true,
        System.Net.Http.HttpRequestException => true,
        TaskCanceledException => true,
        { InnerException: { } inner } and not AmazonServiceException => IsNetwork(inner),
        _ => false,
    };
}
