namespace EbsBackup.Sandbox.Faults;

/// <summary>Which calls get a fault. Every pattern is null for all, and may hold <c>*</c> and <c>?</c>.</summary>
public sealed record FaultRule(Fault Fault)
{
    public string? Service { get; init; }

    public string? Operation { get; init; }

    public string? AccountId { get; init; }

    public string? Region { get; init; }

    /// <summary>How many calls that fit pass first: 2 makes the third fail.</summary>
    public int Skip { get; init; }

    /// <summary>How many calls fail after that; null for all.</summary>
    public int? Count { get; init; } = 1;

    internal bool Fits(SandboxCallInfo call) =>
        Wildcard.Matches(Service, call.Service) && Wildcard.Matches(Operation, call.Operation)
        && Wildcard.Matches(AccountId, call.AccountId) && Wildcard.Matches(Region, call.Region);
}
