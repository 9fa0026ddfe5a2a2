using System.Security.Cryptography;

namespace EbsBackup.OrgReport;

/// <summary>A new file whose digest is taken while it is written.</summary>
internal sealed class HashedFile : IDisposable
{
    private readonly HashedStream _stream;

    public HashedFile(string path) => _stream = new(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1));

    /// <summary>Where to write; unbuffered.</summary>
    public Stream Stream => _stream;

    /// <summary>Writes the file down to the disk; gives its length and its SHA-256 in lower-case hex.</summary>
    public (long Bytes, string Sha256) Complete() => _stream.Complete();

    public void Dispose() => _stream.Dispose();

    /// <summary>Hashes and passes on: a CryptoStream copies every byte twice besides.</summary>
    private sealed class HashedStream(FileStream file) : Stream
    {
        private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _sha256.AppendData(buffer, offset, count);
            file.Write(buffer, offset, count);
        }

        public override void Flush() => file.Flush();

        public (long Bytes, string Sha256) Complete()
        {
            file.Flush(flushToDisk: true);
            return (file.Length, BitConverter.ToString(_sha256.GetHashAndReset()).Replace("-", "").ToLowerInvariant());
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _sha256.Dispose();
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
