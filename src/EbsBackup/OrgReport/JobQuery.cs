using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>One page to ask of one Region: jobs created in <see cref="Window"/>, or, after <see cref="CreatedBefore"/> is set, older jobs that ended in it.</summary>
internal sealed record JobQuery(OrgJobKind Kind, RegionName Region, ReportWindow Window, DateTimeOffset? CreatedBefore, string? NextToken)
{
    // Whether AWS's bounds are inclusive is not documented, and they travel in whole seconds or milliseconds:
    // ask for a second more on each side and let the slice judge each job.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public bool EndedLater => CreatedBefore is not null;

    public DateTime? ByCreatedAfter => EndedLater ? null : After;

    public DateTime ByCreatedBefore => (CreatedBefore + Margin)?.UtcDateTime ?? Before;

    public DateTime? ByCompleteAfter => EndedLater ? After : null;

    public DateTime? ByCompleteBefore => EndedLater ? Before : null;

    private DateTime After => (Window.Start - Margin).UtcDateTime;

    private DateTime Before => (Window.End + Margin).UtcDateTime;
}
