using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.Faults;

/// <summary>
/// The documented token buckets, one per account, Region and family of calls
/// (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html; AWS Backup's lists: 20 a second).
/// </summary>
public sealed class RequestBuckets
{
    private readonly Dictionary<(string Account, string Region, string Family), (double Tokens, DateTimeOffset At)> _buckets = [];

    /// <summary>How much of each refill is left for callers: 0.5 when another tenant eats half.</summary>
    public double Share { get; set; } = 1;

    /// <summary>Takes a token; false when there is none.</summary>
    internal bool Take(SandboxCallInfo call, SandboxRequest request)
    {
        if (FamilyOf(call, request) is not { } family) return true;
        var key = (call.AccountId, call.Region, family.Name);
        var (tokens, at) = _buckets.TryGetValue(key, out var bucket) ? bucket : (family.Size, call.Time);
        tokens = Math.Min(family.Size, tokens + (Math.Max(0, (call.Time - at).TotalSeconds) * family.PerSecond * Share));
        var enough = tokens >= 1 - 1e-9;
        _buckets[key] = (enough ? tokens - 1 : tokens, call.Time);
        return enough;
    }

    private static (string Name, double Size, double PerSecond)? FamilyOf(SandboxCallInfo call, SandboxRequest request) => (call.Service, call.Operation) switch
    {
        ("ec2", "CreateSnapshot" or "CreateSnapshots" or "DeleteSnapshot" or "ModifySnapshotAttribute") => (call.Operation, 100, 5),
        ("ec2", "CreateTags" or "DeleteTags") => (call.Operation, 100, 10),
        ("ec2", _) when call.Operation.StartsWith("Describe", StringComparison.Ordinal) => Narrowed(request) ? ("filtered", 100, 20) : ("unfiltered", 50, 10),
        ("ec2", _) => ("mutating", 50, 5),
        ("backup", _) when call.Operation.StartsWith("List", StringComparison.Ordinal) => ("lists", 20, 20),
        _ => null,
    };

    // Paged, filtered or by id: the larger bucket.
    private static bool Narrowed(SandboxRequest request)
    {
        var form = System.Text.Encoding.UTF8.GetString(request.Body.Span) + "&" + request.RawQuery;
        return form.Contains("MaxResults=", StringComparison.Ordinal) || form.Contains("Filter.1.", StringComparison.Ordinal) || form.Contains("Id.1=", StringComparison.Ordinal);
    }
}
