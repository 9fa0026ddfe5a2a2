using System.Globalization;

namespace EbsBackup.Sandbox.Http;

/// <summary>What each service calls a refused signature. The protocols differ in codes and statuses, and clients look at the codes.</summary>
public static class SignatureErrors
{
    private const string MismatchMessage =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    public static AwsErrorException For(string signingName, SignatureFault fault, SandboxRequest request, DateTimeOffset now) => signingName switch
    {
        "s3" => S3(fault, request, now),
        "ec2" => Ec2(fault),
        "sts" or "sns" or "monitoring" => Query(fault, request, now),
        _ => Json(fault, request, now),
    };

    // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    private static AwsErrorException S3(SignatureFault fault, SandboxRequest request, DateTimeOffset now)
    {
        var signature = RequestSignature.Find(request);
        var serverTime = Iso(now);
        return fault switch
        {
            SignatureFault.Missing => new("AccessDenied", "Access Denied", 403),
            SignatureFault.Malformed when request.Header("Authorization") is null =>
                new("AuthorizationQueryParametersError", "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."),
            SignatureFault.Malformed => new("AuthorizationHeaderMalformed", "The authorization header that you provided is not valid."),
            SignatureFault.Unsupported => new("InvalidRequest", "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."),
            SignatureFault.UnknownAccessKey => new("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403)
            {
                Details = new Dictionary<string, string> { ["AWSAccessKeyId"] = signature!.AccessKeyId },
            },
            SignatureFault.WrongToken => new("InvalidToken", "The provided token is malformed or otherwise invalid."),
            SignatureFault.Skewed => new("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", 403)
            {
                Details = new Dictionary<string, string>
                {
                    ["RequestTime"] = signature!.Timestamp,
                    ["ServerTime"] = serverTime,
                    ["MaxAllowedSkewMilliseconds"] = "900000",
                },
            },
            SignatureFault.Expired => new("AccessDenied", "Request has expired", 403)
            {
                Details = new Dictionary<string, string>
                {
                    ["X-Amz-Expires"] = signature!.Lifetime!.Value.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                    ["Expires"] = Iso(signature.SignedAt!.Value + signature.Lifetime.Value),
                    ["ServerTime"] = serverTime,
                },
            },
            SignatureFault.PayloadMismatch => new("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed."),
            _ => new("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.", 403)
            {
                Details = new Dictionary<string, string> { ["AWSAccessKeyId"] = signature!.AccessKeyId, ["SignatureProvided"] = signature.Signature },
            },
        };
    }

    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    private static AwsErrorException Ec2(SignatureFault fault) => fault switch
    {
        SignatureFault.Skewed or SignatureFault.Expired => new("RequestExpired", "Request has expired."),
        SignatureFault.Missing => new("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
        SignatureFault.Malformed or SignatureFault.Unsupported => new("IncompleteSignature", "The request signature does not conform to AWS standards."),
        _ => new("AuthFailure", "AWS was not able to validate the provided access credentials", 401),
    };

    // https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
    private static AwsErrorException Query(SignatureFault fault, SandboxRequest request, DateTimeOffset now) => fault switch
    {
        SignatureFault.Missing => new("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
        SignatureFault.Malformed or SignatureFault.Unsupported => new("IncompleteSignature", "The request signature does not conform to AWS standards."),
        SignatureFault.UnknownAccessKey or SignatureFault.WrongToken =>
            new("InvalidClientTokenId", "The security token included in the request is invalid.", 403),
        SignatureFault.Skewed or SignatureFault.Expired => new("SignatureDoesNotMatch", SkewMessage(request, now), 403),
        _ => new("SignatureDoesNotMatch", MismatchMessage, 403),
    };

    private static AwsErrorException Json(SignatureFault fault, SandboxRequest request, DateTimeOffset now) => fault switch
    {
        SignatureFault.Missing => new("MissingAuthenticationTokenException", "Missing Authentication Token", 403),
        SignatureFault.Malformed or SignatureFault.Unsupported => new("IncompleteSignatureException", "The request signature does not conform to AWS standards.", 403),
        SignatureFault.UnknownAccessKey or SignatureFault.WrongToken =>
            new("UnrecognizedClientException", "The security token included in the request is invalid.", 403),
        SignatureFault.Skewed or SignatureFault.Expired => new("InvalidSignatureException", SkewMessage(request, now), 403),
        _ => new("InvalidSignatureException", MismatchMessage, 403),
    };

    private static string SkewMessage(SandboxRequest request, DateTimeOffset now)
    {
        var signature = RequestSignature.Find(request)!;
        return signature.SignedAt > now
            ? $"Signature not yet current: {signature.Timestamp} is still later than {Compact(now.AddMinutes(15))} ({Compact(now)} + 15 min.)"
            : $"Signature expired: {signature.Timestamp} is now earlier than {Compact(now.AddMinutes(-15))} ({Compact(now)} - 15 min.)";
    }

    private static string Compact(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Iso(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
