namespace EbsBackup.Retention;

/// <summary>Why a snapshot stays, goes or waits. Several rules may keep one snapshot.</summary>
[Flags]
public enum RetentionReason
{
    None = 0,

    KeepLast = 1 << 0,
    KeepHourly = 1 << 1,
    KeepDaily = 1 << 2,
    KeepWeekly = 1 << 3,
    KeepMonthly = 1 << 4,
    KeepYearly = 1 << 5,
    KeepWithin = 1 << 6,
    KeepWithinHourly = 1 << 7,
    KeepWithinDaily = 1 << 8,
    KeepWithinWeekly = 1 << 9,
    KeepWithinMonthly = 1 << 10,
    KeepWithinYearly = 1 << 11,

    /// <summary>The volume's newest completed backup always stays.</summary>
    NewestCompleted = 1 << 12,

    /// <summary>It carries the tag <c>ebs-backup:hold</c>.</summary>
    Hold = 1 << 13,

    /// <summary>It is dated after now: some clock is or was wrong, so its age is unknown.</summary>
    FutureDated = 1 << 14,

    /// <summary>It is pending, recovering or otherwise not a backup yet.</summary>
    NotCompleted = 1 << 15,

    /// <summary>It failed, and no completed backup has followed it or it is younger than <c>keepWithin</c>.</summary>
    FailedRecently = 1 << 16,

    /// <summary>Goes: no rule keeps it.</summary>
    Expired = 1 << 20,

    /// <summary>Goes: it failed and was never a backup; a completed one followed it.</summary>
    FailedSnapshot = 1 << 21,

    /// <summary>Waits: the listing was incomplete.</summary>
    ListingIncomplete = 1 << 24,

    /// <summary>Waits: the rules keep nothing at all.</summary>
    EmptyRules = 1 << 25,

    /// <summary>Waits: our clock and AWS's differ by more than five minutes.</summary>
    ClockSkew = 1 << 26,

    /// <summary>Waits for a person: more than half of the volume's backups would go under rules that are not those of the last successful run.</summary>
    MoreThanHalf = 1 << 27,
}
