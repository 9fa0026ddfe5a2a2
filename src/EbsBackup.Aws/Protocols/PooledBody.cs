using System.Buffers;

namespace EbsBackup.Aws.Protocols;

/// <summary>
/// A response's whole body in a pooled buffer: a page of 1,000 jobs or snapshots is about 1 MB, and one buffer is cheaper
/// than a reader that can be resumed.
/// </summary>
internal sealed class PooledBody : IDisposable
{
    // A length that is told is not believed beyond this before the bytes are there.
    private const int MaxAtOnce = 16 * 1024 * 1024;

    // Not the shared pool: that keeps a buffer for every thread that ever read a page.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(MaxAtOnce, maxArraysPerBucket: 4);

    private PooledBody(byte[] buffer) => Buffer = buffer;

    /// <summary>Longer than the body.</summary>
    public byte[] Buffer { get; private set; }

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);

    /// <param name="length">The body's length in bytes as its sender tells it, or less than one.</param>
    public static PooledBody Read(Stream stream, long length)
    {
        // One more byte than the body has, so that the end is found without a larger buffer.
        var body = new PooledBody(Pool.Rent(length is > 0 and < MaxAtOnce ? (int)length + 1 : 64 * 1024));
        try
        {
            int read;
            while ((read = stream.Read(body.Buffer, body.Length, body.Buffer.Length - body.Length)) > 0)
            {
                body.Length += read;
                if (body.Length == body.Buffer.Length) body.Grow();
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Pool.Return(Buffer);
        (Buffer, Length) = ([], 0);
    }

    private void Grow()
    {
        var larger = Pool.Rent(Length * 2);
        System.Buffer.BlockCopy(Buffer, 0, larger, 0, Length);
        Pool.Return(Buffer);
        Buffer = larger;
    }
}
