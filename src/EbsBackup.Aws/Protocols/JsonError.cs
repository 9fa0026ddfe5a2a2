using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.Runtime.Internal.Transform;

namespace EbsBackup.Aws.Protocols;

/// <summary>Reads the errors of the json and rest-json protocols.</summary>
internal static class JsonError
{
    public static ServiceError Read(JsonUnmarshallerContext context, Exception inner, HttpStatusCode status)
    {
        using var copy = new MemoryStream();
        context.Stream.CopyTo(copy);
        var body = copy.ToArray();

        var found = new Found();
        try
        {
            JsonBody.Read(body, found, Fill);
        }
        catch (JsonException)
        {
            // Not from the service: a proxy or load balancer in between answers in HTML.
            found.Message = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 200));
        }

        var code = Shorten(context.ResponseData?.GetHeaderValue("x-amzn-ErrorType")) ?? Shorten(found.Code);
        return new ServiceError(
            code ?? status.ToString(),
            ServiceError.MessageOr(status, found.Message),
            ServiceError.Fault(status),
            context.ResponseData?.GetHeaderValue("x-amzn-RequestId") ?? "",
            status,
            inner,
            context.ResponseData,
            body);
    }

    /// <summary>`aws.protocoltests#FooError:http://…` is `FooError`.</summary>
    private static string? Shorten(string? code)
    {
        if (string.IsNullOrEmpty(code))
            return null;

        var end = code!.IndexOf(':');
        if (end >= 0)
            code = code.Substring(0, end);
        return code.Substring(code.IndexOf('#') + 1);
    }

    private static void Fill(ref Utf8JsonReader reader, Found found)
    {
        while (JsonValues.NextProperty(ref reader))
        {
            var name = reader.GetString();
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                reader.Skip();
            else if (name == "__type" || (name == "code" && found.Code is null))
                found.Code = reader.GetString();
            else if (name is "message" or "Message" or "errorMessage")
                found.Message ??= reader.GetString();
        }
    }

    private sealed class Found
    {
        public string? Code { get; set; }

        public string? Message { get; set; }
    }
}
