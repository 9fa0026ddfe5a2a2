using System.Globalization;
using System.Text;
using Amazon.Runtime.Internal;

namespace EbsBackup.Aws.Protocols;

/// <summary>A body that is one member of its structure, not a JSON object of all members.</summary>
internal static class RestPayload
{
    public static void Stream(IRequest request, Stream? content)
    {
        request.ContentStream = content ?? new MemoryStream();
        request.Headers["Content-Type"] = "application/octet-stream";
        if (request.ContentStream.CanSeek)
            request.Headers["Content-Length"] = (request.ContentStream.Length - request.ContentStream.Position).ToString(CultureInfo.InvariantCulture);
        else
            request.Headers["Transfer-Encoding"] = "chunked";
    }

    public static void Bytes(IRequest request, byte[] content, string contentType)
    {
        request.Content = content;
        if (!request.Headers.ContainsKey("Content-Type"))
            request.Headers["Content-Type"] = contentType;
    }

    public static MemoryStream? Bytes(Stream body)
    {
        var copy = new MemoryStream();
        body.CopyTo(copy);
        copy.Position = 0;
        return copy.Length == 0 ? null : copy;
    }

    public static string? Text(Stream body)
    {
        using var copy = Bytes(body);
        return copy is null ? null : Encoding.UTF8.GetString(copy.ToArray());
    }

    public static T? Object<T>(Stream body, FillJson<T> fill)
        where T : class, new()
    {
        using var copy = Bytes(body);
        if (copy is null)
            return null;

        var result = new T();
        JsonBody.Read(copy.ToArray(), result, fill);
        return result;
    }
}
