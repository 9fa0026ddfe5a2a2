using EbsBackup.Retention;
using EbsBackup.Snapshots;

namespace EbsBackup.Simulation;

/// <summary>One run of the policy as the checker sees it: what it was given, and what it has said.</summary>
internal abstract class CheckedRun(World world, int number, Slot slot)
{
    public int Number => number;

    public Slot Slot => slot;

    public TimeSpan Skew { get; init; }

    public RetentionRules Rules { get; init; } = RetentionRules.Default;

    public bool AcceptLargeDeletion { get; init; }

    public bool Wait { get; init; }

    public bool Killed { get; private set; }

    public bool Ended { get; protected set; }

    public bool ListingComplete { get; set; }

    public List<TakeResult> Taken { get; } = [];

    public List<RetentionResult> Expired { get; } = [];

    public EbsBackupError? TakeError { get; protected set; }

    public EbsBackupError? ExpireError { get; protected set; }

    public DateTimeOffset OwnNow => world.Now + Skew;

    public void Kill() => Killed = Ended = true;
}
