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
            var reader = new Utf8XmlReader(body, body.Length);
            for (var found = reader.ReadRoot(); found; found = reader.NextElement()) Assign(reader, ref code, ref message, ref type, ref requestId);
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
    public static void ReadMembers<T>(ServiceError error, T exception, Action<Utf8XmlReader, T> read)
    {
        var reader = new Utf8XmlReader(error.Body, error.Body.Length);
        for (var found = reader.ReadRoot(); found; found = reader.NextElement())
        {
            if (reader.LocalName.SequenceEqual("Error"u8))
            {
                read(reader, exception);
                return;
            }
        }
    }

    private static void Assign(Utf8XmlReader reader, ref string? code, ref string? message, ref string? type, ref string? requestId)
    {
        switch (RepeatedText.Of(reader.LocalName))
        {
            case "Code" when code is null:
                code = reader.Text();
                break;
            case "Message" or "message" when message is null:
                message = reader.Text();
                break;
            case "Type" when type is null:
                type = reader.Text();
                break;
            case "RequestId" or "RequestID" when requestId is null:
                requestId = reader.Text();
                break;
        }
    }
}
