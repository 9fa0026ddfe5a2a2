using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace EbsBackup.Sessions.Pacing;

/// <summary>The buckets that all sessions of this process share: AWS counts an account's requests in a Region, not a session's.</summary>
internal static class SharedPacers
{
    // A sandbox in this process has its own, which go with what carries the requests to it or the clock that it lives by.
    private static readonly ConditionalWeakTable<object, ConcurrentDictionary<(string Endpoint, AccountId Account, RegionName Region), RequestPacer>> Known = new();

    /// <param name="carrier">What all sessions on one network share.</param>
    /// <param name="endpoint">The address that takes the place of AWS's own; null for AWS.</param>
    public static RequestPacer Of(object carrier, Uri? endpoint, AccountId account, RegionName region, TimeProvider clock) =>
        Known.GetOrCreateValue(carrier).GetOrAdd((endpoint?.Authority ?? "", account, region), _ => new RequestPacer(clock));
}
