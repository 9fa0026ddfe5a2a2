using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.Faults;

/// <summary>The refusals that every service has, under the code and status that each gives them.</summary>
internal static class Refusals
{
    public static AwsErrorException Expired(string service) => service switch
    {
        "ec2" => new("RequestExpired", "Request has expired.", 400),
        "s3" => new("ExpiredToken", "The provided token has expired.", 400),
        "sts" or "sns" or "monitoring" => new("ExpiredToken", "The security token included in the request is expired", 403),
        _ => new("ExpiredTokenException", "The security token included in the request is expired", 403),
    };

    public static AwsErrorException BadToken(string service) => service switch
    {
        "ec2" => new("AuthFailure", "AWS was not able to validate the provided access credentials", 401),
        "s3" => new("InvalidToken", "The provided token is malformed or otherwise invalid.", 400),
        "sts" or "sns" or "monitoring" => new("InvalidClientTokenId", "The security token included in the request is invalid.", 403),
        _ => new("UnrecognizedClientException", "The security token included in the request is invalid.", 403),
    };

    public static AwsErrorException Denied(SandboxCallInfo call)
    {
        var message = $"User: {call.CallerArn} is not authorized to perform: {call.Action} because no identity-based policy allows the {call.Action} action";
        return call.Service switch
        {
            "ec2" => new("UnauthorizedOperation", "You are not authorized to perform this operation. " + message, 403),
            "s3" or "sts" or "monitoring" => new("AccessDenied", message, 403),
            "sns" => new("AuthorizationError", message, 403),
            "organizations" or "logs" => new("AccessDeniedException", message, 400),
            _ => new("AccessDeniedException", message, 403),
        };
    }

    public static AwsErrorException Throttled(string service) => service switch
    {
        "ec2" => new("RequestLimitExceeded", "Request limit exceeded.", 503),
        "s3" => new("SlowDown", "Please reduce your request rate.", 503),
        "sts" or "sns" or "monitoring" => new("Throttling", "Rate exceeded", 400),
        "organizations" => new("TooManyRequestsException", "AWS Organizations can't complete your request because you sent too many requests too quickly.", 400),
        _ => new("ThrottlingException", "Rate exceeded", 400),
    };

    public static AwsErrorException Internal(string service, int status) => service switch
    {
        "ec2" => new(status == 503 ? "Unavailable" : "InternalError", "An internal error has occurred", status),
        "s3" => new(status == 503 ? "ServiceUnavailable" : "InternalError", "We encountered an internal error. Please try again.", status),
        "sts" or "sns" or "monitoring" => new(status == 503 ? "ServiceUnavailable" : "InternalFailure", "The request processing has failed because of an unknown error, exception or failure.", status),
        _ => new(status == 503 ? "ServiceUnavailableException" : "InternalServerException", "Internal failure. Please try your request again.", status),
    };
}
