using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace EbsBackup.Aws.Protocols;

/// <summary>Turns a request object into an HTTP request; <paramref name="write"/> is what the model says of it.</summary>
internal sealed class RequestMarshaller<T>(string serviceName, string apiVersion, Action<T, IRequest> write)
    : IMarshaller<IRequest, AmazonWebServiceRequest>
    where T : AmazonWebServiceRequest
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var request = new DefaultRequest(input, serviceName);
        request.Headers[HeaderKeys.XAmzApiVersion] = apiVersion;
        write((T)input, request);
        return request;
    }
}
