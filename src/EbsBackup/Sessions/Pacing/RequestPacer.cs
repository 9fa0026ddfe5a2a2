using System.Collections.Concurrent;

namespace EbsBackup.Sessions.Pacing;

/// <summary>The buckets of one account in one Region.</summary>
internal sealed class RequestPacer(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);

    public TokenBucket? BucketOf(string service, string operation) =>
        RequestFamily.Of(service, operation) is { } family ? _buckets.GetOrAdd(family.Name, _ => new TokenBucket(family, clock)) : null;
}
