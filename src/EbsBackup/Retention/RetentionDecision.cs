namespace EbsBackup.Retention;

/// <summary>What happens to one snapshot, and why.</summary>
/// <param name="Why">Every reason there is, as flags.</param>
public sealed record RetentionDecision(RetentionCandidate Snapshot, RetentionAction Action, RetentionReason Why)
{
    /// <summary>The reasons in words, one each.</summary>
    public IReadOnlyList<string> Reasons => ReasonText.Of(Why);
}
