using System.Text.Json;
using EbsBackup.Coverage;
using EbsBackup.OrgReport;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Tests.Coverage;

namespace EbsBackup.Tests.OrgReport;

/// <summary>A report that was asked for the coverage too.</summary>
public sealed class ReportCoverageTests : IDisposable
{
    private static readonly OrgReportOptions Options = new()
    {
        ManagementRoleArn = CoverageFleet.ManagementRole, ExternalId = "audit-7", Coverage = new CoverageOptions(),
    };

    private readonly string _root = Directory.CreateTempSubdirectory("ebsbackup-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Page_manifest_and_folder_hold_the_coverage()
    {
        using var fleet = CoverageFleet.OfEverything();

        var report = await WriteAsync(fleet, Options);

        Assert.Equal((Outcome.Succeeded, Outcome.Succeeded), (report.Outcome, report.Coverage!.Outcome));
        Assert.True(report.Coverage.Counts["Unprotected"] > 0);
        var page = Page(report);
        Assert.Contains("<section id=\"coverage\">", page, StringComparison.Ordinal);
        Assert.Matches("as of <time[^>]*>2026-01-31", page);
        Assert.Contains($"{report.Coverage.Counts["Unprotected"]} <span>without a backup</span>", page, StringComparison.Ordinal);
        Assert.Contains("One of another type that was never backed up is not here.", page, StringComparison.Ordinal);
        Assert.Contains("vol-0000000000000000d", page, StringComparison.Ordinal);
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(report.Manifests[0]));
        Assert.Equal(report.Coverage.Counts["Unprotected"], manifest.RootElement.GetProperty("coverage").GetProperty("counts").GetProperty("Unprotected").GetInt64());
        Assert.All(report.Coverage.Files, file => Assert.True(File.Exists(Path.Combine(_root, file.Key))));
    }

    [Fact]
    public async Task Without_being_asked_for_there_is_no_coverage()
    {
        using var fleet = CoverageFleet.OfEverything();
        var report = await WriteAsync(fleet, Options with { Coverage = null });
        Assert.Null(report.Coverage);
        Assert.DoesNotContain("id=\"coverage\"", Page(report), StringComparison.Ordinal);
        Assert.Equal(0, fleet.Sandbox.Calls.CountOf("DescribeVolumes"));
    }

    [Fact]
    public async Task What_the_coverage_could_not_read_makes_the_outcome_partial_and_the_jobs_stay_complete()
    {
        using var fleet = CoverageFleet.OfEverything();
        fleet.Sandbox.Faults.Add(new DenyRule("ec2:DescribeSnapshots") { AccountId = CoverageFleet.Member });

        var report = await WriteAsync(fleet, Options);

        Assert.Equal((Outcome.Partial, Outcome.Partial), (report.Outcome, report.Coverage!.Outcome));
        Assert.Empty(report.Errors);
        Assert.Equal("AccessDenied", Assert.Single(report.Coverage.Errors).Id);
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(report.Manifests[0]));
        Assert.Equal("Succeeded", manifest.RootElement.GetProperty("outcome").GetString());
        Assert.Contains("ec2:DescribeSnapshots", Page(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coverage_that_may_not_replace_a_better_one_was_read_all_the_same()
    {
        using var fleet = CoverageFleet.OfEverything();
        await WriteAsync(fleet, Options with { Regions = ["us-east-1", "eu-west-1"] });

        var report = await WriteAsync(fleet, Options with { KeyPrefix = "OneRegion" });

        Assert.Equal("BetterCoverageKept", Assert.Single(report.Coverage!.Errors).Id);
        Assert.DoesNotContain("Could not be read", Page(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_that_are_not_known_cost_the_coverage_and_not_the_report()
    {
        using var fleet = CoverageFleet.OfEverything();
        fleet.Sandbox.Faults.Add(new DenyRule("organizations:ListAccounts"));

        var report = await WriteAsync(fleet, Options);

        Assert.Equal((Outcome.Partial, Outcome.Failed), (report.Outcome, report.Coverage!.Outcome));
        Assert.Equal("AccessDenied", Assert.Single(report.Coverage.Errors).Id);
        var page = Page(report);
        Assert.DoesNotContain("id=\"coverage\"", page, StringComparison.Ordinal);
        Assert.Contains("organizations:ListAccounts", page, StringComparison.Ordinal);
    }

    private async Task<OrgBackupReport> WriteAsync(CoverageFleet fleet, OrgReportOptions options)
    {
        using var reporter = new OrgReporter(fleet.Session, options with { OutputPath = _root });
        return await reporter.WriteAsync();
    }

    private string Page(OrgBackupReport report) => File.ReadAllText(Path.Combine(_root, report.Files.Single(f => f.Category == OrgReportFile.Html).Key));
}
