using System.Security.Cryptography;

namespace EbsBackup.OrgReport;

/// <summary>A new file whose digest is taken while it is written.</summary>
internal sealed class HashedFile : IDisposable
{
    private readonly SHA256 _sha256 = SHA256.Create();
    private readonly FileStream _file;
    private readonly CryptoStream _hashed;

    public HashedFile(string path)
    {
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1);
        _hashed = new CryptoStream(_file, _sha256, CryptoStreamMode.Write);
    }

    /// <summary>Where to write; unbuffered.</summary>
    public Stream Stream => _hashed;

    /// <summary>Writes the file down to the disk; gives its length and its SHA-256 in lower-case hex.</summary>
    public (long Bytes, string Sha256) Complete()
    {
        _hashed.FlushFinalBlock();
        _file.Flush(flushToDisk: true);
        return (_file.Length, BitConverter.ToString(_sha256.Hash!).Replace("-", "").ToLowerInvariant());
    }

    public void Dispose()
    {
        _hashed.Dispose();
        _sha256.Dispose();
    }
}
