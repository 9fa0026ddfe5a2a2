using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EbsBackup.Sandbox.S3;

/// <summary>All buckets of all accounts, and the ids given out: the same calls give the same ids.</summary>
internal sealed class S3Store
{
    private long _ids;

    public SortedDictionary<string, S3Bucket> Buckets { get; } = new(StringComparer.Ordinal);

    /// <summary>Opaque, unreserved characters only.</summary>
    public string NextId(int length)
    {
        var id = new StringBuilder();
        while (id.Length < length)
            id.Append(Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes((++_ids).ToString(CultureInfo.InvariantCulture)))));
        return id.Replace('+', '.').Replace('/', '_').Replace("=", "").ToString(0, length);
    }

    /// <summary>Makes the draft the key's newest version, as the bucket's versioning has it.</summary>
    public S3Object Add(S3Bucket bucket, S3Object draft, DateTimeOffset now)
    {
        var stored = draft with
        {
            VersionId = bucket.Versioning == "Enabled" ? NextId(32) : S3Object.NullVersion,
            LastModified = WholeSeconds(now),
        };
        bucket.Keys.FindOrAdd(stored.Key).Add(stored);
        return stored;
    }

    /// <summary>The 64 hexadecimal digits by which S3 names an account.</summary>
    public static string CanonicalId(string accountId) =>
        Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes("canonical:" + accountId))).ToLowerInvariant();

    private static DateTimeOffset WholeSeconds(DateTimeOffset now) => now.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerSecond)).ToUniversalTime();
}
