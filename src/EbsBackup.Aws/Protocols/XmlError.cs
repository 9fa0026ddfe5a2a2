using System.Net;
using System.Text;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace EbsBackup.Aws.Protocols;

/// <summary>Reads the errors of the ec2 and query protocols, whichever of their envelopes they come in.</summary>
internal static class XmlError
{
    public static ServiceError Read(XmlUnmarshallerContext context, Exception inner, HttpStatusCode status)
    {
        using var copy = new MemoryStream();
        context.Stream.CopyTo(copy);
        var body = copy.ToArray();

        string? code = null, message = null, type = null, requestId = null;
        try
        {
            using var reader = XmlElements.Open(new MemoryStream(body));
            while (reader.Read())
            {
                while (reader.NodeType == XmlNodeType.Element && Assign(reader, ref code, ref message, ref type, ref requestId))
                {
                    // Reading an element's text has moved on to the next node already.
                }
            }
        }
        catch (XmlException) when (code is null)
        {
            // Not from the service: a proxy or load balancer in between answers in HTML or nothing at all.
            message = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 200));
        }

        requestId ??= context.ResponseData?.GetHeaderValue("x-amzn-RequestId");
        return new ServiceError(
            code ?? status.ToString(),
            ServiceError.MessageOr(status, message),
            type switch { "Sender" => ErrorType.Sender, "Receiver" => ErrorType.Receiver, _ => ServiceError.Fault(status) },
            requestId ?? "",
            status,
            inner,
            context.ResponseData,
            body);
    }

    /// <summary>Puts the reader of an exception's own members on its Error element.</summary>
    public static void ReadMembers<T>(ServiceError error, T exception, Action<XmlReader, T> read)
    {
        using var reader = XmlElements.Open(new MemoryStream(error.Body));
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "Error")
            {
                read(reader, exception);
                return;
            }
        }
    }

    private static bool Assign(XmlReader reader, ref string? code, ref string? message, ref string? type, ref string? requestId)
    {
        switch (reader.LocalName)
        {
            case "Code" when code is null:
                code = XmlElements.Text(reader);
                return true;
            case "Message" or "message" when message is null:
                message = XmlElements.Text(reader);
                return true;
            case "Type" when type is null:
                type = XmlElements.Text(reader);
                return true;
            case "RequestId" or "RequestID" when requestId is null:
                requestId = XmlElements.Text(reader);
                return true;
            default:
                return false;
        }
    }
}
