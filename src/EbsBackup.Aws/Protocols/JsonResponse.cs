using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace EbsBackup.Aws.Protocols;

/// <summary>A response of the json and rest-json protocols.</summary>
/// <param name="body">Reads the members of a JSON body.</param>
/// <param name="headers">Reads the members that are in headers or the status code.</param>
/// <param name="payload">Takes the body as it is; the caller reads and disposes it when <paramref name="streaming"/>.</param>
/// <param name="streaming">Whether the body is handed out unread.</param>
/// <param name="fail">Makes the service's exception.</param>
internal sealed class JsonResponse<T>(
    FillJson<T>? body, Action<IWebResponseData, T>? headers, Action<Stream, T>? payload, bool streaming, ToException fail)
    : JsonResponseUnmarshaller
    where T : AmazonWebServiceResponse, new()
{
    public override bool HasStreamingProperty => streaming;

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        var response = new T { ResponseMetadata = new ResponseMetadata() };
        headers?.Invoke(input.ResponseData, response);
        if (payload is not null)
            payload(input.Stream, response);
        else if (body is not null)
            JsonBody.Read(input.Stream, input.ResponseData?.ContentLength ?? 0, response, body);
        return response;
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode) =>
        fail(JsonError.Read(input, innerException, statusCode));

    protected override bool ShouldReadEntireResponse(IWebResponseData response, bool readEntireResponse) =>
        readEntireResponse && !streaming;
}
