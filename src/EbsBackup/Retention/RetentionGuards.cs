namespace EbsBackup.Retention;

/// <summary>What may forbid deletion, whatever the rules say.</summary>
/// <param name="ListingComplete">Every page of the listing was read.</param>
/// <param name="ClockSkew">AWS's clock minus ours; null when it is not known, which forbids deletion too.</param>
/// <param name="LastRules">The rules of the last successful run; null when none is known: then there is no change of rules to wait for.</param>
/// <param name="AcceptLargeDeletion">A person has agreed to lose more than half of a volume's backups.</param>
public sealed record RetentionGuards(bool ListingComplete, TimeSpan? ClockSkew, RetentionRules? LastRules = null, bool AcceptLargeDeletion = false)
{
    public static readonly TimeSpan LargestClockSkew = TimeSpan.FromMinutes(5);

    internal RetentionReason Forbids(RetentionRules rules) =>
        (ListingComplete ? RetentionReason.None : RetentionReason.ListingIncomplete)
        | (ClockSkew is { } skew && skew.Duration() <= LargestClockSkew ? RetentionReason.None : RetentionReason.ClockSkew)
        | (rules.IsEmpty ? RetentionReason.EmptyRules : RetentionReason.None);

    internal bool BrakesLargeDeletions(RetentionRules rules) => !AcceptLargeDeletion && LastRules is not null && LastRules != rules;
}
