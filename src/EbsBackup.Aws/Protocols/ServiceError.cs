using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace EbsBackup.Aws.Protocols;

/// <summary>What a service's error response says, before it becomes the service's own exception.</summary>
/// <param name="Response">Where exceptions that have members in headers read them.</param>
/// <param name="Body">The whole body: exceptions with members of their own are read from it again.</param>
internal sealed record ServiceError(
    string Code, string Message, ErrorType Type, string RequestId, HttpStatusCode StatusCode, Exception Inner, IWebResponseData? Response, byte[] Body)
{
    public static string MessageOr(HttpStatusCode status, string? message) =>
        string.IsNullOrWhiteSpace(message) ? $"The service answered {(int)status} {status} without an error message." : message!;

    /// <summary>EC2 and the JSON protocols do not say whose fault it was; the status code does.</summary>
    public static ErrorType Fault(HttpStatusCode status) => (int)status switch
    {
        >= 500 => ErrorType.Receiver,
        >= 400 => ErrorType.Sender,
        _ => ErrorType.Unknown,
    };
}

/// <summary>Makes the service's exception for an error.</summary>
internal delegate AmazonServiceException ToException(ServiceError error);
