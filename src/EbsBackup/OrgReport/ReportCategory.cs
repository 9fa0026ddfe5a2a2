namespace EbsBackup.OrgReport;

/// <summary>The files that a report is divided into, by the name that stands in the file's own.</summary>
public static class ReportCategory
{
    /// <summary>The completed jobs whose message category is not SUCCESS. They are in COMPLETED as well.</summary>
    public const string CompletedWithIssues = "COMPLETED_WITH_ISSUES";

    /// <summary>The jobs that ended in the window and were created before it, whatever their state.</summary>
    public const string EndedLater = "ENDED_LATER";

    /// <summary>The jobs in a state that AWS Backup did not have when this was written. Written only if there are any.</summary>
    public const string Other = "OTHER";

    private const string Completed = "COMPLETED";

    /// <summary>The nine states of a backup job.</summary>
    public static IReadOnlyList<string> States { get; } =
        ["ABORTED", "ABORTING", Completed, "CREATED", "EXPIRED", "FAILED", "PARTIAL", "PENDING", "RUNNING"];

    /// <summary>The categories that every report has a file for.</summary>
    public static IReadOnlyList<string> Always { get; } = [.. States, CompletedWithIssues, EndedLater];

    private static readonly HashSet<string> Known = [.. States];

    /// <summary>The category that a job is counted in: its state, <see cref="EndedLater"/> or <see cref="Other"/>.</summary>
    public static string Of(OrgBackupJob job) =>
        job.EndedLater ? EndedLater : job.State is { } state && Known.Contains(state) ? state : Other;

    /// <summary>Whether a job created in the window is repeated in <see cref="CompletedWithIssues"/>.</summary>
    public static bool HasIssues(OrgBackupJob job) =>
        !job.EndedLater && job.State == Completed && job.MessageCategory != "SUCCESS";
}
