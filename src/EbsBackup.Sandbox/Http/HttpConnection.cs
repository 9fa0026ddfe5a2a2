using System.Net.Sockets;
using System.Text;

namespace EbsBackup.Sandbox.Http;

/// <summary>One client's connection: its requests are answered in the order in which they come.</summary>
internal sealed class HttpConnection(Socket socket, Sandbox sandbox, CancellationToken stop)
{
    // So long an answer stays readable for a client that goes on sending (RFC 9112 section 9.6).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Ends with the connection, and never fails.</summary>
    public async Task RunAsync()
    {
        socket.NoDelay = true;
        using var stream = new NetworkStream(socket, ownsSocket: true);
        var input = new HttpInput(stream, stop);
        var writer = new HttpResponseWriter(stream, sandbox.Clock, stop);
        try
        {
            await AnswerAllAsync(input, writer).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client has gone, or the sandbox is stopping: there is no one to tell.
        }
    }

    private async Task AnswerAllAsync(HttpInput input, HttpResponseWriter writer)
    {
        var reader = new HttpRequestReader(input);
        try
        {
            while (await reader.ReadHeadAsync().ConfigureAwait(false) is { } head)
            {
                if (head.ExpectsContinue && (head.IsChunked || head.ContentLength > 0)) await writer.WriteContinueAsync().ConfigureAwait(false);
                var answer = Handle(head.ToRequest(await reader.ReadBodyAsync(head).ConfigureAwait(false)));
                if (answer.Delay > TimeSpan.Zero) await Task.Delay(answer.Delay, stop).ConfigureAwait(false);
                switch (answer.Delivery)
                {
                    case Delivery.Withheld:
                        await input.DrainAsync(Timeout.InfiniteTimeSpan).ConfigureAwait(false);
                        return;
                    case Delivery.Reset:
                        // Without linger, closing sends RST; the stream would send FIN before it.
                        socket.LingerState = new(enable: true, seconds: 0);
                        socket.Close();
                        return;
                }

                var connection = !head.KeepAlive ? "close" : head.MinorVersion == 0 ? "keep-alive" : null;
                await writer.WriteAsync(answer, head.Method == "HEAD", connection).ConfigureAwait(false);
                if (!head.KeepAlive) break;
            }
        }
        catch (HttpRefusedException refused)
        {
            await writer.WriteAsync(Text(refused.StatusCode, refused.Message), isHead: false, "close").ConfigureAwait(false);
        }

        // Closing with unread bytes would reset the connection, and lose the answer on its way.
        socket.Shutdown(SocketShutdown.Send);
        await input.DrainAsync(Patience).ConfigureAwait(false);
    }

    private SandboxResponse Handle(SandboxRequest request)
    {
        try
        {
            return sandbox.Handle(request);
        }
        catch (Exception e)
        {
            return Text(500, $"The sandbox failed at {request.Method} {request.RawPath}: {e}");
        }
    }

    private static SandboxResponse Text(int statusCode, string text)
    {
        var response = new SandboxResponse { StatusCode = statusCode, Body = Encoding.UTF8.GetBytes(text + "\n") };
        response.Headers["Content-Type"] = "text/plain; charset=utf-8";
        return response;
    }
}
