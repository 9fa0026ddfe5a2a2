namespace EbsBackup.OrgReport;

/// <summary>The restore testing plan that made a job.</summary>
public sealed record RestoreJobCreator
{
    public string? RestoreTestingPlanArn { get; init; }
}
