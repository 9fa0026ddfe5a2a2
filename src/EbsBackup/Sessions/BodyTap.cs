using Amazon.Runtime;
using Amazon.Runtime.EventStreams;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace EbsBackup.Sessions;

/// <summary>
/// Hands the body of an answer to whoever asked for it, before the client makes objects of it: there are listings so long
/// that their objects would cost more than all else. Signing, pacing, retries and errors stay the client's.
/// </summary>
internal sealed class BodyTap : PipelineHandler
{
    private static readonly string Key = typeof(BodyTap).FullName!;

    /// <param name="read">Gets the body, and its length in bytes as its sender tells it or less than one. Called once for each attempt that is answered with success; what it throws is that attempt's failure.</param>
    public static void Attach(AmazonWebServiceRequest request, Func<Stream, long, CancellationToken, Task> read) =>
        ((IAmazonWebServiceRequest)request).RequestState[Key] = read;

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var result = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        var (request, response) = (executionContext.RequestContext, executionContext.ResponseContext);
        if (((IAmazonWebServiceRequest)request.OriginalRequest).RequestState.TryGetValue(Key, out var tap))
        {
            using (var body = await response.HttpResponse.ResponseBody.OpenResponseAsync().ConfigureAwait(false))
                await ((Func<Stream, long, CancellationToken, Task>)tap)(body, response.HttpResponse.ContentLength, request.CancellationToken).ConfigureAwait(false);
            response.HttpResponse = new Emptied(response.HttpResponse);
        }

        return result;
    }

    /// <summary>The answer with an empty object as its body.</summary>
    private sealed class Emptied(IWebResponseData response) : IWebResponseData, IHttpResponseBody
    {
        private static readonly byte[] Nothing = "{}"u8.ToArray();

        public long ContentLength => Nothing.Length;

        public string ContentType => response.ContentType;

        public System.Net.HttpStatusCode StatusCode => response.StatusCode;

        public bool IsSuccessStatusCode => response.IsSuccessStatusCode;

        public IHttpResponseBody ResponseBody => this;

        public string[] GetHeaderNames() => response.GetHeaderNames();

        public bool IsHeaderPresent(string headerName) => response.IsHeaderPresent(headerName);

        public string GetHeaderValue(string headerName) => response.GetHeaderValue(headerName);

        public IEventStreamHeader GetEventStreamHeader(string headerName) => response.GetEventStreamHeader(headerName);

        public bool IsEventHeaderPresent(string headerName) => response.IsEventHeaderPresent(headerName);

        public Stream OpenResponse() => new MemoryStream(Nothing, writable: false);

        public Task<Stream> OpenResponseAsync() => Task.FromResult(OpenResponse());

        public void Dispose() => response.ResponseBody.Dispose();
    }
}
