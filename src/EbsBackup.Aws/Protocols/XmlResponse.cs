using System.Net;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace EbsBackup.Aws.Protocols;

/// <summary>A response of the ec2 and query protocols.</summary>
/// <param name="read">Reads the element that holds the result.</param>
/// <param name="resultElement">The child that holds the result (query), or null when the document element does (ec2).</param>
/// <param name="fail">Makes the service's exception.</param>
internal sealed class XmlResponse<T>(Action<Utf8XmlReader, T>? read, byte[]? resultElement, ToException fail) : XmlResponseUnmarshaller
    where T : AmazonWebServiceResponse, new()
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        var response = new T { ResponseMetadata = new ResponseMetadata() };
        using var body = PooledBody.Read(input.Stream, input.ResponseData.ContentLength);
        var reader = new Utf8XmlReader(body.Buffer, body.Length);
        try
        {
            // An operation without a result may answer without a body.
            if (reader.ReadRoot())
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

    private void ReadDocument(Utf8XmlReader reader, T response)
    {
        if (resultElement is null)
        {
            read?.Invoke(reader, response);
            return;
        }

        if (!reader.Enter())
            return;

        while (reader.NextChild())
        {
            if (read is not null && reader.LocalName.SequenceEqual(resultElement))
                read(reader, response);
            else if (reader.LocalName.SequenceEqual("ResponseMetadata"u8))
                ReadMetadata(reader, response.ResponseMetadata);
            else
                reader.Skip();
        }
    }

    private static void ReadMetadata(Utf8XmlReader reader, ResponseMetadata metadata)
    {
        if (!reader.Enter())
            return;

        while (reader.NextChild())
        {
            var name = RepeatedText.Of(reader.LocalName);
            if (name == "RequestId")
                metadata.RequestId = reader.Text();
            else
                metadata.Metadata[name] = reader.Text();
        }
    }
}
