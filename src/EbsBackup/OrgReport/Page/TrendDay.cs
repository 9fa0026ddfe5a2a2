namespace EbsBackup.OrgReport.Page;

/// <summary>One earlier day, as its archived manifest counts it. A day without a manifest is not in the list, and is shown as missing.</summary>
/// <param name="Day">The UTC day that the report was filed under.</param>
/// <param name="CountsByState">Jobs created in the window by AWS's state names. Other keys are counted as unknown states, except
/// those of <see cref="ReportCategory"/> that repeat jobs.</param>
/// <param name="CompletedWithIssues">Of the completed ones.</param>
/// <param name="Complete">Everything could be read; otherwise the counts are lower bounds.</param>
public sealed record TrendDay(DateTime Day, IReadOnlyDictionary<string, long> CountsByState, long CompletedWithIssues, bool Complete)
{
    /// <summary>The day of an archived manifest.</summary>
    public static TrendDay Of(OrgBackupReport report) => new(
        report.End.AddTicks(-1).UtcDateTime.Date,
        report.Counts,
        report.Counts.TryGetValue(ReportCategory.CompletedWithIssues, out var issues) ? issues : 0,
        report.Outcome == Outcome.Succeeded && report.AsOf >= report.End);
}
