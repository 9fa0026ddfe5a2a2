namespace EbsBackup.OrgReport;

/// <summary>The backup plan and rule that made a job.</summary>
public sealed record BackupJobCreator
{
    public string? BackupPlanArn { get; init; }

    public string? BackupPlanId { get; init; }

    public string? BackupPlanName { get; init; }

    public string? BackupPlanVersion { get; init; }

    public string? BackupRuleCron { get; init; }

    public string? BackupRuleId { get; init; }

    public string? BackupRuleName { get; init; }

    public string? BackupRuleTimezone { get; init; }
}
