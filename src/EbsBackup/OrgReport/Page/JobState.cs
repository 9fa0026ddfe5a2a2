namespace EbsBackup.OrgReport.Page;

/// <summary>The states of backup, copy and restore jobs, in the order in which the page counts them.</summary>
internal enum JobState
{
    Completed,
    Failed,
    Expired,
    Aborted,
    Partial,
    Created,
    Pending,
    Running,
    Aborting,

    /// <summary>A state that AWS did not have when this was written: counted, shown, and never taken for a success.</summary>
    Other,
}

internal static class JobStates
{
    public const int Count = (int)JobState.Other + 1;

    public static JobState Parse(string? state) => state switch
    {
        "COMPLETED" => JobState.Completed,
        "FAILED" => JobState.Failed,
        "EXPIRED" => JobState.Expired,
        "ABORTED" => JobState.Aborted,
        "PARTIAL" => JobState.Partial,
        "CREATED" => JobState.Created,
        "PENDING" => JobState.Pending,
        "RUNNING" or "COMPLETING" or "FAILING" => JobState.Running,
        "ABORTING" => JobState.Aborting,
        _ => JobState.Other,
    };

    /// <summary>The job has ended, and what it was to make is not there or not whole.</summary>
    public static bool IsFailure(this JobState state) =>
        state is JobState.Failed or JobState.Expired or JobState.Aborted or JobState.Partial;

    public static bool IsInProgress(this JobState state) =>
        state is JobState.Created or JobState.Pending or JobState.Running or JobState.Aborting;
}
