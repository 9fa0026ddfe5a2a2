using EbsBackup.OrgReport;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.OrgReport;

public sealed class ReportErrorsTests
{
    [Fact]
    public void A_failure_of_several_pages_is_told_once_for_each_Region()
    {
        var told = new List<EbsBackupError>();
        var errors = new ReportErrors(null, told.Add);

        foreach (var region in new[] { "us-east-1", "eu-west-1", "us-east-1" }) errors.Add(new JobPage(OrgJobKind.Backup, RegionName.Parse(region), [], new TimeoutException("no answer")));

        Assert.Equal(["us-east-1", "eu-west-1"], told.Select(error => error.TargetId));
        Assert.Equal(2, errors.Gaps.Count);
    }

    [Fact]
    public async Task A_page_that_is_none_is_told_with_the_member_that_is_wrong()
    {
        var failure = await Record.ExceptionAsync(async () =>
        {
            using var body = new MemoryStream("""{"BackupJobs":[{"IsParent":"yes"}]}"""u8.ToArray());
            await JobList.ReadAsync(body, body.Length, JobForm.For(OrgJobKind.Backup), "us-east-1", endedLater: false, new(), CancellationToken.None);
        });
        var told = new List<EbsBackupError>();

        new ReportErrors(null, told.Add).Add(new JobPage(OrgJobKind.Backup, RegionName.Parse("us-east-1"), [], failure));

        Assert.Contains("IsParent is a String", Assert.Single(told).Message, StringComparison.Ordinal);
        Assert.Equal("us-east-1", told[0].TargetId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_Region_of_which_only_a_part_was_attempted_has_the_failure_of_that_part(bool failureFirst)
    {
        var told = new List<EbsBackupError>();
        var errors = new ReportErrors(null, told.Add);
        var cause = new EbsBackupError("ClockSkew", ErrorCategory.InvalidResult, "us-east-1", "the clock", "set it");
        EbsBackupException[] failures = [cause.ToException(), EbsBackupError.NotAttempted("us-east-1", cause).ToException()];

        foreach (var failure in failureFirst ? failures : failures.Reverse()) errors.Add(new JobPage(OrgJobKind.Backup, RegionName.Parse("us-east-1"), [], failure));
        errors.Add(new JobPage(OrgJobKind.Backup, RegionName.Parse("eu-west-1"), [], EbsBackupError.NotAttempted("eu-west-1", cause).ToException()));
        errors.Complete();

        Assert.Equal([("us-east-1", "ClockSkew"), ("eu-west-1", "NotAttempted")], told.Select(error => (error.TargetId, error.Id)));
        Assert.Equal(2, errors.Gaps.Count);
    }

    [Theory]
    [InlineData(OrgJobKind.Backup, true)]
    [InlineData(OrgJobKind.Copy, false)]
    [InlineData(OrgJobKind.Restore, false)]
    public void Only_backup_jobs_that_could_not_be_read_make_the_counts_of_backup_jobs_uncertain(OrgJobKind kind, bool hides)
    {
        var told = new List<EbsBackupError>();
        var errors = new ReportErrors(null, told.Add);

        errors.Add(kind, RegionName.Parse("us-east-1"), new("AccessDenied", ErrorCategory.PermissionDenied, "x", "refused", "ask"));

        Assert.Equal(hides, Assert.Single(errors.Gaps).HidesBackupJobs);
        Assert.Equal("refused", Assert.Single(told).Message);
        Assert.True(errors.Has(kind, RegionName.Parse("us-east-1")));
        Assert.False(errors.Has(kind, RegionName.Parse("eu-west-1")));
    }
}
