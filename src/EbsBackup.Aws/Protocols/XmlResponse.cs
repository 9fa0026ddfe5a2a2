using System.Net;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace EbsBackup.Aws.Protocols;

/// <summary>A response of the ec2 and query protocols.</summary>
/// <param name="read">Reads the element that holds the result.</param>
/// <param name="resultElement">The child that holds the result (query), or null when the document element does (ec2).</param>
/// <param name="fail">Makes the service's exception.</param>
internal sealed class XmlResponse<T>(Action<XmlReader, T>? read, string? resultElement, ToException fail) : XmlResponseUnmarshaller
    where T : AmazonWebServiceResponse, new()
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        var response = new T { ResponseMetadata = new ResponseMetadata() };
        using var reader = XmlElements.Open(input.Stream);
        try
        {
            if (reader.MoveToContent() == XmlNodeType.Element)
                ReadDocument(reader, response);
        }
        catch (XmlException) when (input.IsEmptyResponse || input.ResponseData.ContentLength == 0)
        {
            // An operation without a result may answer without a body.
        }

        return response;
    }

    public override AmazonServiceException UnmarshallException(
        XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode) =>
        fail(XmlError.Read(input, innerException, statusCode));

    private void ReadDocument(XmlReader reader, T response)
    {
        if (resultElement is null)
        {
            read?.Invoke(reader, response);
            return;
        }

        if (!XmlElements.Enter(reader))
            return;

        while (XmlElements.NextChild(reader))
        {
            if (read is not null && reader.LocalName == resultElement)
                read(reader, response);
            else if (reader.LocalName == "ResponseMetadata")
                ReadMetadata(reader, response.ResponseMetadata);
            else
                reader.Skip();
        }
    }

    private static void ReadMetadata(XmlReader reader, ResponseMetadata metadata)
    {
        if (!XmlElements.Enter(reader))
            return;

        while (XmlElements.NextChild(reader))
        {
            if (reader.LocalName == "RequestId")
                metadata.RequestId = XmlElements.Text(reader);
            else
                metadata.Metadata[reader.LocalName] = XmlElements.Text(reader);
        }
    }
}
