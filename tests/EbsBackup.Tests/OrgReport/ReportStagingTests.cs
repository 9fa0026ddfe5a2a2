using System.Text.Json;
using EbsBackup.OrgReport;

namespace EbsBackup.Tests.OrgReport;

public sealed class ReportStagingTests : IDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"ebsbackup-test-{Guid.NewGuid():N}");
    private readonly ReportKeys _keys = new("BackupReports", new DateTime(2026, 1, 31));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Every_state_has_a_file_with_a_header_though_no_job_is_in_it()
    {
        Deliver();

        Assert.Equal(
            ["ABORTED", "ABORTING", "COMPLETED", "COMPLETED_WITH_ISSUES", "CREATED", "ENDED_LATER", "EXPIRED", "FAILED", "PARTIAL", "PENDING", "RUNNING"],
            Files().Select(name => name.Replace("BackupReport-", "").Replace("-31-Jan-2026.csv", "")));
        Assert.All(Files(), name => Assert.Single(File.ReadAllLines(Path.Combine(Folder, name))));
    }

    [Fact]
    public void Jobs_lie_in_the_file_of_their_state_and_those_with_issues_in_two()
    {
        Deliver(
            Job("COMPLETED", "SUCCESS"), Job("COMPLETED", "AccessDenied"), Job("COMPLETED", null), Job("FAILED", "AccessDenied"), Job("PARTIAL", null));

        Assert.Equal(3, Rows("COMPLETED"));
        Assert.Equal(2, Rows("COMPLETED_WITH_ISSUES"));
        Assert.Equal(1, Rows("FAILED"));
        Assert.Equal(1, Rows("PARTIAL"));
    }

    [Fact]
    public void Jobs_that_ended_later_lie_apart()
    {
        Deliver(Job("FAILED", null), Job("FAILED", null) with { EndedLater = true }, Job("COMPLETED", "Issue") with { EndedLater = true });

        Assert.Equal(1, Rows("FAILED"));
        Assert.Equal(0, Rows("COMPLETED"));
        Assert.Equal(0, Rows("COMPLETED_WITH_ISSUES"));
        Assert.Equal(2, Rows("ENDED_LATER"));
    }

    [Theory]
    [InlineData("HIBERNATING")]
    [InlineData("../../evil")]
    [InlineData("failed")]
    [InlineData(null)]
    public void A_state_that_nobody_knew_is_neither_lost_nor_part_of_a_file_name(string? state)
    {
        Deliver(Job(state, null));

        Assert.Equal(1, Rows("OTHER"));
    }

    [Fact]
    public void Nothing_is_in_place_before_the_delivery_and_nothing_is_left_of_the_staging()
    {
        using (var staging = Stage())
        {
            staging.Write(WirePages.Row(Job("FAILED", null)));
            Seal(staging);
            Assert.False(Directory.Exists(Folder));
        }

        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public void A_rerun_replaces_the_report_and_leaves_the_files_of_others()
    {
        Deliver(Job("FAILED", null), Job("FAILED", null));
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "mine");

        Deliver(Job("FAILED", null));

        Assert.Equal(1, Rows("FAILED"));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Folder, "notes.txt")));
        Assert.Equal(1, Manifest().GetProperty("counts").GetProperty("FAILED").GetInt64());
    }

    [Fact]
    public void A_file_that_the_rerun_does_not_have_goes()
    {
        Deliver(Job("HIBERNATING", null));
        Assert.Equal(1, Rows("OTHER"));

        Deliver(Job("FAILED", null));

        Assert.DoesNotContain(Files(), name => name.Contains("OTHER", StringComparison.Ordinal));
    }

    [Fact]
    public void A_delivery_that_breaks_off_leaves_no_manifest()
    {
        Deliver(Job("FAILED", null));
        using var staging = Stage();
        var files = Seal(staging);
        File.Delete(files.Files[3].Path);

        Assert.Throws<FileNotFoundException>(() => Deliver(files));

        Assert.False(File.Exists(Path.Combine(Folder, "manifest.json")));
    }

    [Fact]
    public void The_manifest_tells_of_every_file_and_comes_last()
    {
        using var staging = Stage();
        staging.Write(WirePages.Row(Job("FAILED", null)));

        var files = Seal(staging);
        Deliver(files);

        Assert.Equal("BackupReports/2026/01/31/manifest.json", files.ManifestKey);
        var manifest = Manifest();
        Assert.Equal(1, manifest.GetProperty("schemaVersion").GetInt32());
        Assert.Equal("Succeeded", manifest.GetProperty("outcome").GetString());
        Assert.Equal("2026-01-31T00:00:00+00:00", manifest.GetProperty("start").GetString());
        foreach (var file in manifest.GetProperty("files").EnumerateArray())
        {
            var path = new FolderDestination(_root).PathOf(file.GetProperty("key").GetString()!);
            Assert.Equal(new FileInfo(path).Length, file.GetProperty("bytes").GetInt64());
            Assert.Equal(
                Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))), file.GetProperty("sha256").GetString());
        }
    }

    private string Folder => Path.Combine(_root, "BackupReports", "2026", "01", "31");

    private static OrgBackupJob Job(string? state, string? category) => new()
    {
        Region = "us-east-1", AccountId = "111111111111", BackupJobId = Guid.NewGuid().ToString(), State = state, MessageCategory = category,
    };

    private ReportStaging Stage() => new(Path.Combine(_root, ".staging"), _keys, [OrgJobKind.Backup], new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));

    private void Deliver(params OrgBackupJob[] jobs)
    {
        using var staging = Stage();
        foreach (var job in jobs) staging.Write(WirePages.Row(job));
        Deliver(Seal(staging, jobs));
    }

    private void Deliver(Delivery delivery) =>
        new FolderDestination(_root).DeliverAsync(delivery, new Dictionary<string, string>(), default).GetAwaiter().GetResult();

    private static Delivery Seal(ReportStaging staging, params OrgBackupJob[] jobs)
    {
        var tally = new JobTally(OrgJobKind.Backup, ["us-east-1"]);
        foreach (var job in jobs) tally.Add(job);
        var day = ReportWindow.OfDay(new DateTime(2026, 1, 31));
        return staging.Seal(new OrgBackupReport
        {
            Start = day.Start,
            End = day.End,
            AsOf = day.End,
            Outcome = Outcome.Succeeded,
            Counts = tally.Categories,
            EndedLater = tally.EndedLater,
            Regions = tally.Regions,
            Accounts = tally.Accounts,
            ResourceTypes = tally.ResourceTypes,
            Files = staging.Complete(),
            Errors = [],
        });
    }

    private IEnumerable<string> Files() =>
        Directory.GetFiles(Folder, "*.csv").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private int Rows(string category) => File.ReadAllLines(Path.Combine(Folder, $"BackupReport-{category}-31-Jan-2026.csv")).Length - 1;

    private JsonElement Manifest() => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "manifest.json"))).RootElement;
}
