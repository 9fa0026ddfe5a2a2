using System.Text;

namespace EbsBackup.Sandbox.Http;

/// <summary>What a client sends, by lines and by bytes.</summary>
internal sealed class HttpInput(Stream stream, CancellationToken stop)
{
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>The next line without its end, CRLF or a bare LF (RFC 9112 section 2.2); null when the client left before it began one.</summary>
    /// <param name="limit">The most bytes that the line may have.</param>
    /// <exception cref="EndOfStreamException">The client left within the line.</exception>
    /// <exception cref="HttpRefusedException">The line is longer: <paramref name="tooLong"/>.</exception>
    public async ValueTask<string?> ReadLineAsync(int limit, int tooLong)
    {
        var seen = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + seen, _end - _start - seen).IndexOf((byte)'\n');
            var length = found < 0 ? _end - _start : seen + found;
            if (length > limit) throw new HttpRefusedException(tooLong, $"A line of the request's head is longer than {limit} bytes.");
            if (found >= 0) return TakeLine(length);

            seen = length;
            if (await FillAsync().ConfigureAwait(false)) continue;
            return seen == 0 ? null : throw new EndOfStreamException();
        }
    }

    /// <summary>Fills <paramref name="target"/>.</summary>
    /// <exception cref="EndOfStreamException">The client left before.</exception>
    public async ValueTask ReadAsync(Memory<byte> target)
    {
        var held = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, held).CopyTo(target.Span);
        _start += held;
        await stream.ReadExactlyAsync(target[held..], stop).ConfigureAwait(false);
    }

    /// <summary>Drops whatever comes until the client leaves, or is silent for <paramref name="patience"/>.</summary>
    public async Task DrainAsync(TimeSpan patience)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var dropped = new byte[64 << 10];
        do silence.CancelAfter(patience);
        while (await stream.ReadAsync(dropped, silence.Token).ConfigureAwait(false) > 0);
    }

    private string TakeLine(int length)
    {
        var line = _buffer.AsSpan(_start, length);
        _start += length + 1;
        return Encoding.UTF8.GetString(line is [.. var text, (byte)'\r'] ? text : line);
    }

    private async ValueTask<bool> FillAsync()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var count = await stream.ReadAsync(_buffer.AsMemory(_end), stop).ConfigureAwait(false);
        _end += count;
        return count > 0;
    }
}
