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

    /// <summary>The categories that every report has a file of backup jobs for.</summary>
    public static IReadOnlyList<string> Always { get; } = AlwaysOf(OrgJobKind.Backup);

    // A listing can have the states of ListCopyJobs alone; ListCopyJobSummaries counts in all of these.
    private static readonly string[] CopyStates =
        ["ABORTED", "ABORTING", Completed, "COMPLETING", "CREATED", "FAILED", "FAILING", "PARTIAL", "RUNNING"];

    private static readonly string[] RestoreStates = ["ABORTED", Completed, "CREATED", "FAILED", "PENDING", "RUNNING"];

    private static readonly HashSet<string>[] Known = [[.. States], [.. CopyStates], [.. RestoreStates]];

    /// <summary>The states of one kind of job.</summary>
    public static IReadOnlyList<string> StatesOf(OrgJobKind kind) => kind switch
    {
        OrgJobKind.Copy => CopyStates,
        OrgJobKind.Restore => RestoreStates,
        _ => States,
    };

    /// <summary>The categories that every report with such jobs has a file for. AWS says of no restore job that it has issues.</summary>
    public static IReadOnlyList<string> AlwaysOf(OrgJobKind kind) =>
        kind == OrgJobKind.Restore ? [.. StatesOf(kind), EndedLater] : [.. StatesOf(kind), CompletedWithIssues, EndedLater];

    /// <summary>The category that a job is counted in: its state, <see cref="EndedLater"/> or <see cref="Other"/>.</summary>
    public static string Of(IOrgJob job) =>
        job.EndedLater ? EndedLater : job.State is { } state && Known[(int)job.Kind].Contains(state) ? state : Other;

    /// <summary>Whether a job created in the window is repeated in <see cref="CompletedWithIssues"/>. Backup jobs have a message category always.</summary>
    public static bool HasIssues(IOrgJob job) =>
        !job.EndedLater && job.State == Completed && job.MessageCategory != "SUCCESS" && (job.Kind == OrgJobKind.Backup || job.MessageCategory is not null);
}
