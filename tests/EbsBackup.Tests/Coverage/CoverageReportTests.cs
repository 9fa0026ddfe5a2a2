using EbsBackup.Coverage;
using EbsBackup.OrgReport;

namespace EbsBackup.Tests.Coverage;

public sealed class CoverageReportTests
{
    private static readonly CoverageReport Empty =
        CoverageReport.Failed(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(25), new("X", ErrorCategory.InvalidData, "x", "x", "x"));

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "EBS", true)]
    [InlineData("EBS", "", false)]
    [InlineData("EBS", "EBS", true)]
    [InlineData("ebs", "EBS", true)]
    [InlineData("RDS", "EBS", false)]
    [InlineData("EBS", "EBS RDS", false)]
    [InlineData("EBS RDS", "EBS", true)]
    public void Types_are_looked_at_when_none_of_the_others_is_left_out(string types, string others, bool all) =>
        Assert.Equal(all, Of(types).LooksAtAllOf(Of(others)));

    [Fact]
    public void With_a_report_it_goes_where_the_report_goes()
    {
        var report = new OrgReportOptions
        {
            ManagementRoleArn = "role", ExternalId = "id", Regions = ["eu-west-1"], AllRegions = true, OutputPath = "folder", BucketName = "bucket", KeyLayout = KeyLayout.Hive, KmsKeyId = "key",
        };
        var coverage = new CoverageOptions { ExcludedAccountIds = ["333333333333"] }.Of(report);
        Assert.Equal(("role", "id", true), (coverage.ManagementRoleArn, coverage.ExternalId, coverage.AllRegions));
        Assert.Equal(["eu-west-1"], coverage.Regions);
        Assert.Equal(("folder", "bucket", KeyLayout.Hive, "key"), (coverage.OutputPath, coverage.BucketName, coverage.KeyLayout, coverage.KmsKeyId));
        Assert.Equal(["333333333333"], coverage.ExcludedAccountIds);
        Assert.Equal("own", (new CoverageOptions { ExternalId = "own" }.Of(report)).ExternalId);
    }

    private static CoverageReport Of(string types) => Empty with { OnlyTypes = types.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
}
