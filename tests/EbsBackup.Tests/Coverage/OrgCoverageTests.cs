using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EbsBackup.Coverage;
using EbsBackup.OrgReport;
using EbsBackup.OrgReport.Page;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Sessions;
using EbsBackup.Tests.OrgReport;

namespace EbsBackup.Tests.Coverage;

/// <summary>The coverage against the sandbox's Organization: roles, EC2, AWS Backup and S3 as AWS would answer.</summary>
public sealed class OrgCoverageTests : IDisposable
{
    private const string Member = CoverageFleet.Member;
    private const string Web = CoverageFleet.Web;
    private const string Db = CoverageFleet.Db;
    private static readonly DateTimeOffset Now = CoverageFleet.Now;

    private readonly string _root = Directory.CreateTempSubdirectory("ebsbackup-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Each_resource_has_the_status_that_its_backups_give_it()
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);

        var (resources, errors) = await fleet.ReadAsync();

        Assert.Empty(errors);
        var found = resources.Where(r => r.AccountId == Member).ToDictionary(r => r.ResourceId);
        Expect(found["vol-0000000000000000a"], CoverageStatus.Covered, "EbsBackup", 2);
        Expect(found["vol-0000000000000000b"], CoverageStatus.Covered, "AWS Backup", 3);
        Expect(found["vol-0000000000000000c"], CoverageStatus.Stale, "EbsBackup", 26);
        Expect(found["vol-0000000000000000d"], CoverageStatus.Unprotected, null, null);
        Expect(found["vol-0000000000000000e"], CoverageStatus.OptedOut, null, null);
        Assert.Contains("ebs-backup:exclude", found["vol-0000000000000000e"].Reason, StringComparison.Ordinal);
        Expect(found["vol-0000000000000000f"], CoverageStatus.Unprotected, null, null);
        Expect(found[Db], CoverageStatus.Covered, "AWS Backup", 5);
        Assert.Equal("orders", found[Db].ResourceName);
        var instance = found[Web];
        Assert.Equal(CoverageStatus.Unprotected, instance.Status);
        Assert.Equal("vol-0000000000000000c has an old backup only, vol-0000000000000000d has no backup", instance.Reason);
        Assert.Equal(8, found.Count);
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task Ages_are_counted_from_the_now_of_AWS_whatever_this_machines_clock_says(int hours)
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything, clockOff: TimeSpan.FromHours(hours));

        var report = await new OrgCoverage(fleet.Session, CoverageFleet.Options with { OutputPath = _root }).WriteAsync();

        Assert.InRange(report.AsOf, Now.AddSeconds(-1), Now.AddMinutes(2));
        var (resources, _) = await fleet.ReadAsync();
        Assert.InRange(resources.Single(r => r.ResourceId == "vol-0000000000000000a").Age!.Value.TotalHours, 2, 2.1);
    }

    [Fact]
    public async Task A_recovery_point_of_an_instance_covers_the_volumes_that_it_had_then()
    {
        using var fleet = new CoverageFleet(state =>
        {
            var region = CoverageFleet.Region(state, Member);
            region["instances"] = new JsonArray(new JsonObject { ["InstanceId"] = Web });
            var late = CoverageFleet.Volume("vol-0000000000000000b", Web);
            late["Attachments"]![0]!["AttachTime"] = "2026-01-31T11:30:00Z";
            region["volumes"] = new JsonArray(CoverageFleet.Volume("vol-0000000000000000a", Web), late);
            region["recoveryPoints"] = new JsonArray(CoverageFleet.Point($"arn:aws:ec2:us-east-1:{Member}:instance/{Web}", "EC2", Now.AddHours(-1)));
        });

        var (resources, _) = await fleet.ReadAsync();

        var found = resources.Where(r => r.AccountId == Member).ToDictionary(r => r.ResourceId);
        Assert.Equal(CoverageStatus.Covered, found["vol-0000000000000000a"].Status);
        Assert.Equal(CoverageStatus.Unprotected, found["vol-0000000000000000b"].Status);
        Assert.Equal(CoverageStatus.Unprotected, found[Web].Status);
        Assert.Equal("vol-0000000000000000b has no backup", found[Web].Reason);
    }

    [Fact]
    public async Task What_aws_backup_lists_without_a_usable_recovery_point_is_unprotected()
    {
        using var fleet = new CoverageFleet(state => CoverageFleet.Region(state, Member)["recoveryPoints"] = new JsonArray(
            CoverageFleet.Point(Db, "RDS", Now.AddDays(-40), "EXPIRED"),
            CoverageFleet.Point(Db + "2", "RDS", Now.AddDays(-40)),
            CoverageFleet.Point(Db + "2", "RDS", Now.AddDays(-30), "PARTIAL")));

        var (resources, errors) = await fleet.ReadAsync();

        Assert.Empty(errors);
        Assert.Equal(CoverageStatus.Unprotected, resources.Single(r => r.ResourceId == Db).Status);
        var stale = resources.Single(r => r.ResourceId == Db + "2");
        Assert.Equal(CoverageStatus.Stale, stale.Status);
        Assert.Equal(Now.AddDays(-40), stale.Newest);
    }

    [Theory]
    [InlineData("EXPIRED", CoverageStatus.Unprotected)]
    [InlineData("PARTIAL", CoverageStatus.Unprotected)]
    [InlineData("DELETING", CoverageStatus.Unprotected)]
    [InlineData("CREATING", CoverageStatus.Unprotected)]
    [InlineData("COMPLETED", CoverageStatus.Covered)]
    [InlineData("AVAILABLE", CoverageStatus.Covered)]
    [InlineData("STOPPED", CoverageStatus.Covered)]
    public async Task A_backup_of_an_hour_ago_covers_only_while_its_recovery_point_is_usable(string point, CoverageStatus status)
    {
        using var fleet = new CoverageFleet(state => CoverageFleet.Region(state, Member)["recoveryPoints"] = new JsonArray(CoverageFleet.Point(Db, "RDS", Now.AddHours(-1), point)));

        var (resources, errors) = await fleet.ReadAsync();

        Assert.Empty(errors);
        Assert.Equal(status, resources.Single(r => r.ResourceId == Db).Status);
    }

    [Fact]
    public async Task A_usable_point_before_one_that_is_not_is_what_counts()
    {
        using var fleet = new CoverageFleet(state => CoverageFleet.Region(state, Member)["recoveryPoints"] = new JsonArray(
            CoverageFleet.Point(Db, "RDS", Now.AddHours(-20)),
            CoverageFleet.Point(Db, "RDS", Now.AddHours(-1), "PARTIAL")));

        var (resources, _) = await fleet.ReadAsync();

        Expect(resources.Single(r => r.ResourceId == Db), CoverageStatus.Covered, "AWS Backup", 20);
    }

    [Theory]
    [InlineData(20, 2, 10)]
    [InlineData(900, 700, 800)]
    public async Task The_newest_of_a_resources_recovery_points_counts(params int[] hours)
    {
        using var fleet = new CoverageFleet(state => CoverageFleet.Region(state, Member)["recoveryPoints"] = new JsonArray([.. hours.Select(h => CoverageFleet.Point(Db, "RDS", Now.AddHours(-h)))]));

        Expect((await fleet.ReadAsync()).Resources.Single(r => r.ResourceId == Db), hours[1] < 25 ? CoverageStatus.Covered : CoverageStatus.Stale, "AWS Backup", hours[1]);
    }

    [Theory]
    [InlineData("AVAILABLE", CoverageStatus.Covered, 1)]
    [InlineData("STOPPED", CoverageStatus.Stale, 960)]
    public async Task A_continuous_backup_that_goes_on_is_as_new_as_the_resources_last_backup(string point, CoverageStatus status, double hours)
    {
        // The sandbox takes the last backup's time from the newest recovery point of any status.
        using var fleet = new CoverageFleet(state => CoverageFleet.Region(state, Member)["recoveryPoints"] = new JsonArray(
            CoverageFleet.Point(Db, "RDS", Now.AddDays(-40), point), CoverageFleet.Point(Db, "RDS", Now.AddHours(-1), "DELETING")));

        Expect((await fleet.ReadAsync()).Resources.Single(r => r.ResourceId == Db), status, "AWS Backup", hours);
    }

    [Fact]
    public async Task Every_page_of_vaults_and_of_a_resources_recovery_points_is_read()
    {
        using var fleet = new CoverageFleet(state =>
        {
            var region = CoverageFleet.Region(state, Member);
            region["backupVaults"] = new JsonArray([.. Enumerable.Range(0, 1001).Select(n => JsonValue.Create($"vault-{n:0000}"))]);
            var last = CoverageFleet.Point(Db, "RDS", Now.AddHours(-1));
            last["BackupVaultName"] = "vault-1000";
            region["recoveryPoints"] = new JsonArray(
                [last, .. Enumerable.Range(0, 1001).Select(n => CoverageFleet.Point(Db + "-old", "RDS", Now.AddDays(n < 1000 ? -40 : -30)))]);
        });

        var (resources, _) = await fleet.ReadAsync();

        Expect(resources.Single(r => r.ResourceId == Db), CoverageStatus.Covered, "AWS Backup", 1);
        Expect(resources.Single(r => r.ResourceId == Db + "-old"), CoverageStatus.Stale, "AWS Backup", 30 * 24);
        Assert.Equal(2, fleet.Sandbox.Calls.CountOf("ListBackupVaults"));
        Assert.Equal(2, fleet.Sandbox.Calls.CountOf("ListRecoveryPointsByResource"));
    }

    [Fact]
    public async Task That_a_backup_was_made_lately_covers_nothing_while_no_recovery_point_may_be_seen()
    {
        const int count = 40;
        using var fleet = new CoverageFleet(state => CoverageFleet.Region(state, Member)["recoveryPoints"] = new JsonArray(
            [.. Enumerable.Range(0, count).Select(n => CoverageFleet.Point($"{Db}{n}", "RDS", Now.AddHours(-1)))]));
        fleet.Sandbox.Faults.Add(new DenyRule("backup:ListBackupVaults") { AccountId = Member });
        fleet.Sandbox.Faults.Add(new DenyRule("backup:ListRecoveryPointsByResource") { AccountId = Member });

        var found = (await fleet.ReadAsync()).Resources.Where(r => r.ResourceType == "RDS").ToList();

        Assert.Equal(count, found.Count);
        Assert.All(found, r => Expect(r, CoverageStatus.Unknown, null, null));
    }

    [Fact]
    public async Task Fresh_backups_take_a_page_a_thousand_and_the_others_a_call_each()
    {
        using var fleet = new CoverageFleet(state => CoverageFleet.Region(state, Member)["recoveryPoints"] = new JsonArray(
        [
            .. Enumerable.Range(0, 1500).Select(n => CoverageFleet.Point($"{Db}{n}", "RDS", Now.AddHours(-1))),
            .. Enumerable.Range(0, 3).Select(n => CoverageFleet.Point($"{Db}old{n}", "RDS", Now.AddDays(-9))),
        ]));

        var (resources, _) = await fleet.ReadAsync();

        Assert.Equal((1500, 3), (resources.Count(r => r.Status == CoverageStatus.Covered), resources.Count(r => r.Status == CoverageStatus.Stale)));
        Assert.Equal(2, fleet.Sandbox.Calls.CountOf("ListRecoveryPointsByBackupVault"));
        Assert.Equal(3, fleet.Sandbox.Calls.CountOf("ListRecoveryPointsByResource"));
    }

    [Theory]
    [InlineData("backup:ListBackupVaults")]
    [InlineData("backup:ListRecoveryPointsByBackupVault")]
    public async Task Vaults_that_may_not_be_read_cost_calls_alone(string denied)
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        fleet.Sandbox.Faults.Add(new DenyRule(denied) { AccountId = Member });

        var (resources, errors) = await fleet.ReadAsync();

        Assert.Empty(errors);
        Expect(resources.Single(r => r.ResourceId == Db), CoverageStatus.Covered, "AWS Backup", 5);
    }

    [Fact]
    public async Task Recovery_points_that_are_refused_are_asked_for_a_few_times_and_said_once()
    {
        const int count = 100;
        using var fleet = new CoverageFleet(state => CoverageFleet.Region(state, Member)["recoveryPoints"] = new JsonArray(
            [.. Enumerable.Range(0, count).Select(n => CoverageFleet.Point($"{Db}{n}", "RDS", Now.AddDays(-9)))]));
        fleet.Sandbox.Faults.Add(new DenyRule("backup:ListRecoveryPointsByResource") { AccountId = Member });

        var (resources, errors) = await fleet.ReadAsync();

        Assert.Equal(count, resources.Count(r => r.ResourceType == "RDS" && r.Status == CoverageStatus.Unknown));
        var error = Assert.Single(errors);
        Assert.Equal("AccessDenied", error.Id);
        Assert.DoesNotContain("us-east-1, us-east-1", error.Message, StringComparison.Ordinal);
        // Ten and those under way; the SDK takes a frozen clock for a wrong one of its own and sends each five times.
        Assert.InRange(fleet.Sandbox.Calls.CountOf("ListRecoveryPointsByResource"), 10, 13 * 5);
    }

    [Fact]
    public async Task What_an_account_refuses_in_all_its_regions_is_said_once()
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        fleet.Sandbox.Faults.Add(new DenyRule("ec2:DescribeVolumes") { AccountId = Member });

        var (resources, errors) = await fleet.ReadAsync(CoverageFleet.Options with { AllRegions = true });

        var error = Assert.Single(errors);
        Assert.Equal(Member, error.TargetId);
        Assert.Contains("us-east-1", error.Message, StringComparison.Ordinal);
        Assert.Contains("eu-west-1", error.Message, StringComparison.Ordinal);
        Assert.Equal(fleet.Sandbox.Calls.CountOf("DescribeVolumes") / 3, resources.Count(r => r.ResourceId == "ec2:DescribeVolumes"));
    }

    [Fact]
    public async Task What_regions_refuse_for_different_causes_is_said_for_each_and_stands_on_the_page()
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        fleet.Sandbox.Faults.Hook = call => call.AccountId != Member ? null : call.Operation switch
        {
            "DescribeVolumes" => Fault.Error(call.Region == "us-east-1" ? "OptInRequired" : "UnauthorizedOperation", "no", 400),
            "DescribeInstances" => Fault.Error("OptInRequired", "no", 400),
            _ => null,
        };

        var report = await new OrgCoverage(fleet.Session, CoverageFleet.Options with { Regions = ["us-east-1", "eu-west-1"], OutputPath = _root }).WriteAsync();

        Assert.Equal([Member, $"{Member}/eu-west-1", $"{Member}/us-east-1"], report.Errors.Select(e => e.TargetId).Order());
        var page = await File.ReadAllTextAsync(Path.Combine(_root, report.Files[2].Key));
        Assert.All(report.Errors, error => Assert.Contains(error.Message, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Recovery_points_of_what_is_gone_or_not_wanted_are_not_asked_for()
    {
        using var fleet = new CoverageFleet(state => CoverageFleet.Region(state, Member)["recoveryPoints"] = new JsonArray(
            CoverageFleet.Point($"arn:aws:ec2:us-east-1:{Member}:volume/vol-00000000000000999", "EBS", Now.AddDays(-9)), CoverageFleet.Point(Db, "RDS", Now.AddDays(-9))));

        var (resources, _) = await fleet.ReadAsync(CoverageFleet.Options with { ResourceTypes = ["EBS"] });

        Assert.DoesNotContain(resources, r => r.AccountId == Member);
        Assert.Equal(0, fleet.Sandbox.Calls.CountOf("ListRecoveryPointsByResource"));
    }

    [Fact]
    public async Task What_ends_the_whole_run_while_regions_are_read_is_asked_no_more()
    {
        using var fleet = new CoverageFleet(members: 60);
        fleet.Sandbox.Faults.Hook = call => call.Operation == "DescribeVolumes" ? Fault.Error("RequestTimeTooSkewed", "clock", 400) : null;

        var (resources, errors) = await fleet.ReadAsync();

        Assert.All(resources.Where(r => r.ResourceType == "EBS"), r => Assert.Equal(CoverageStatus.Unknown, r.Status));
        Assert.Equal(62, resources.Count(r => r.ResourceType is "EBS" or "All" && r.AccountId != CoverageFleet.Suspended));
        Assert.InRange(errors.Count, 1, 20);
        Assert.All(errors, error => Assert.Equal("ClockSkew", error.Id));
    }

    [Fact]
    public async Task What_ends_the_whole_run_is_not_asked_of_every_account()
    {
        using var fleet = new CoverageFleet(members: 60);
        fleet.Sandbox.Faults.Hook = call => call.Operation == "AssumeRole" && fleet.Sandbox.Calls.CountOf("AssumeRole") > 5
            ? Fault.Error("ExpiredToken", "The security token included in the request is expired", 400) : null;

        var (resources, errors) = await fleet.ReadAsync();

        Assert.All(resources, r => Assert.Equal(CoverageStatus.Unknown, r.Status));
        Assert.InRange(errors.Count, 50, 61);
        Assert.True(errors.Count(e => e.Id == "NotAttempted") > 20);
        Assert.InRange(fleet.Sandbox.Calls.CountOf("AssumeRole"), 6, 40);
    }

    [Fact]
    public async Task An_account_that_lets_nobody_in_is_unknown_and_the_others_are_read()
    {
        using var fleet = new CoverageFleet(state =>
        {
            CoverageFleet.Everything(state);
            state["accounts"]!.AsArray().Add(JsonNode.Parse("""{ "id": "444444444444", "name": "Closed doors", "regions": { "us-east-1": { "volumes": [{ "VolumeId": "vol-0000000000000000a", "Size": 8 }] } } }"""));
        });

        var (resources, errors) = await fleet.ReadAsync();

        var row = Assert.Single(resources, r => r.AccountId == "444444444444");
        Assert.Equal((CoverageStatus.Unknown, "All", "Closed doors"), (row.Status, row.ResourceType, row.AccountName));
        Assert.Contains("role/EbsBackup-Role", row.Reason, StringComparison.Ordinal);
        Assert.Equal("RoleNotAssumable", Assert.Single(errors).Id);
        Assert.Equal(8, resources.Count(r => r.AccountId == Member));
    }

    [Theory]
    [InlineData("ebs-backup:policy")]
    [InlineData("ebs-backup:slot")]
    [InlineData("ebs-backup:volume")]
    [InlineData("ebs-backup:run")]
    public async Task A_snapshot_without_one_of_our_tags_covers_nothing(string missing)
    {
        using var fleet = new CoverageFleet(state =>
        {
            var region = CoverageFleet.Region(state, Member);
            region["volumes"] = new JsonArray(CoverageFleet.Volume("vol-0000000000000000a"));
            var snapshot = CoverageFleet.Own("snap-00000000000000001", "vol-0000000000000000a", Now.AddHours(-1));
            var tags = snapshot["Tags"]!.AsArray();
            tags.Remove(tags.Single(t => (string?)t!["Key"] == missing));
            region["snapshots"] = new JsonArray(snapshot);
        });

        Assert.Equal(CoverageStatus.Unprotected, (await fleet.ReadAsync()).Resources.Single(r => r.AccountId == Member).Status);
    }

    [Fact]
    public async Task The_newest_of_our_snapshots_counts_by_the_volume_in_its_tag()
    {
        using var fleet = new CoverageFleet(state =>
        {
            var region = CoverageFleet.Region(state, Member);
            region["volumes"] = new JsonArray(CoverageFleet.Volume("vol-0000000000000000a"));

            // A copy has no volume of its own, and EC2 lists in no order.
            var copy = CoverageFleet.Own("snap-00000000000000002", "vol-0000000000000000a", Now.AddHours(-1));
            copy["VolumeId"] = "vol-ffffffff";
            region["snapshots"] = new JsonArray(
                CoverageFleet.Own("snap-00000000000000001", "vol-0000000000000000a", Now.AddHours(-30)), copy, CoverageFleet.Own("snap-00000000000000003", "vol-0000000000000000a", Now.AddHours(-20)));
        });

        var volume = (await fleet.ReadAsync()).Resources.Single(r => r.AccountId == Member);

        Expect(volume, CoverageStatus.Covered, "EbsBackup", 1);
        Assert.Equal("snap-00000000000000002", volume.SnapshotId);
    }

    [Fact]
    public async Task A_recovery_point_of_an_instance_covers_its_volumes_though_the_instances_are_unread()
    {
        using var fleet = new CoverageFleet(state =>
        {
            var region = CoverageFleet.Region(state, Member);
            region["volumes"] = new JsonArray(CoverageFleet.Volume("vol-0000000000000000a", Web));
            region["recoveryPoints"] = new JsonArray(CoverageFleet.Point($"arn:aws:ec2:us-east-1:{Member}:instance/{Web}", "EC2", Now.AddHours(-1)));
        });
        fleet.Sandbox.Faults.Add(new DenyRule("ec2:DescribeInstances") { AccountId = Member });

        Expect((await fleet.ReadAsync()).Resources.Single(r => r.ResourceType == "EBS"), CoverageStatus.Covered, "AWS Backup", 1);
    }

    [Fact]
    public async Task Stopped_instances_and_new_volumes_count_and_what_is_being_deleted_does_not()
    {
        using var fleet = new CoverageFleet(state =>
        {
            var region = CoverageFleet.Region(state, Member);
            region["instances"] = new JsonArray([.. new[] { "running", "stopped", "terminated", "shutting-down" }.Select((name, n) => new JsonObject
            {
                ["InstanceId"] = $"i-{n:x17}", ["State"] = new JsonObject { ["Name"] = name },
            })]);
            region["volumes"] = new JsonArray([.. new[] { "available", "creating", "deleting" }.Select((name, n) =>
            {
                var volume = CoverageFleet.Volume($"vol-{n:x17}");
                volume["State"] = name;
                return volume;
            })]);
        });

        var (resources, _) = await fleet.ReadAsync();

        Assert.Equal(["i-00000000000000000", "i-00000000000000001", "vol-00000000000000000", "vol-00000000000000001"], resources.Where(r => r.AccountId == Member).Select(r => r.ResourceId).Order());
    }

    [Fact]
    public async Task What_opted_out_and_is_protected_all_the_same_shows_by_what()
    {
        using var fleet = new CoverageFleet(state =>
        {
            var region = CoverageFleet.Region(state, Member);
            region["volumes"] = new JsonArray(CoverageFleet.Volume("vol-0000000000000000a", null, ("ebs-backup:exclude", "yes")));
            region["snapshots"] = new JsonArray(CoverageFleet.Own("snap-00000000000000001", "vol-0000000000000000a", Now.AddHours(-1)));
        });

        Expect((await fleet.ReadAsync()).Resources.Single(r => r.AccountId == Member), CoverageStatus.OptedOut, "EbsBackup", 1);
    }

    [Fact]
    public async Task A_suspended_account_is_named_and_is_no_error()
    {
        using var fleet = new CoverageFleet();

        var (resources, errors) = await fleet.ReadAsync();

        Assert.Empty(errors);
        var row = Assert.Single(resources, r => r.AccountId == CoverageFleet.Suspended);
        Assert.Equal((CoverageStatus.Unknown, "Left"), (row.Status, row.AccountName));
        Assert.Contains("suspended", row.Reason, StringComparison.Ordinal);
        var report = await new OrgCoverage(fleet.Session, CoverageFleet.Options with { OutputPath = _root }).WriteAsync();
        Assert.Equal([CoverageFleet.Suspended], report.ClosedAccounts);
    }

    [Fact]
    public async Task A_region_that_refuses_everything_is_one_unknown()
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        fleet.Sandbox.Faults.Add(new FaultRule(new Fault(FaultKind.Error) { Code = "UnauthorizedOperation", StatusCode = 403 }) { AccountId = Member, Service = "ec2", Region = "eu-west-1", Count = null });
        fleet.Sandbox.Faults.Add(new FaultRule(new Fault(FaultKind.Error) { Code = "AccessDeniedException", StatusCode = 403 }) { AccountId = Member, Service = "backup", Region = "eu-west-1", Count = null });

        var (resources, errors) = await fleet.ReadAsync(CoverageFleet.Options with { Regions = ["us-east-1", "eu-west-1"] });

        var row = Assert.Single(resources, r => r.AccountId == Member && r.Region == "eu-west-1");
        Assert.Equal((CoverageStatus.Unknown, "All"), (row.Status, row.ResourceType));
        Assert.All(errors, error => Assert.Equal($"{Member}/eu-west-1", error.TargetId));
        Assert.Equal(8, resources.Count(r => r.AccountId == Member && r.Region == "us-east-1"));
    }

    [Theory]
    [InlineData("ec2:DescribeSnapshots", "vol-0000000000000000a", "vol-0000000000000000b")]
    [InlineData("backup:ListProtectedResources", "vol-0000000000000000b", "vol-0000000000000000a")]
    public async Task What_evidence_was_refused_for_is_unknown_and_what_other_evidence_covers_is_covered(string denied, string unknown, string covered)
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        fleet.Sandbox.Faults.Add(new DenyRule(denied) { AccountId = Member });

        var (resources, errors) = await fleet.ReadAsync();

        var found = resources.Where(r => r.AccountId == Member).ToDictionary(r => r.ResourceId);
        Assert.Equal(CoverageStatus.Unknown, found[unknown].Status);
        Assert.Equal(CoverageStatus.Covered, found[covered].Status);
        Assert.Equal(CoverageStatus.Unknown, found["vol-0000000000000000c"].Status);
        Assert.Equal(CoverageStatus.Unknown, found["vol-0000000000000000d"].Status);
        Assert.Contains(denied, Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Volumes_that_could_not_be_listed_are_unknown_and_so_is_their_instance()
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        fleet.Sandbox.Faults.Add(new DenyRule("ec2:DescribeVolumes") { AccountId = Member });

        var (resources, _) = await fleet.ReadAsync();

        var volumes = Assert.Single(resources, r => r.ResourceType == "EBS");
        Assert.Equal((CoverageStatus.Unknown, "ec2:DescribeVolumes"), (volumes.Status, volumes.ResourceId));
        Assert.Equal(CoverageStatus.Unknown, resources.Single(r => r.ResourceId == Web).Status);
    }

    [Fact]
    public async Task Every_page_is_read()
    {
        const int count = 2500;
        using var fleet = new CoverageFleet(
            state =>
            {
                var region = CoverageFleet.Region(state, Member);
                region["volumes"] = new JsonArray([.. Enumerable.Range(0, count).Select(n => CoverageFleet.Volume($"vol-{n:x17}"))]);
                region["instances"] = new JsonArray([.. Enumerable.Range(0, count).Select(n => new JsonObject { ["InstanceId"] = $"i-{n:x17}" })]);
                region["snapshots"] = new JsonArray([.. Enumerable.Range(0, count).Select(n => CoverageFleet.Own($"snap-{n:x17}", $"vol-{n:x17}", Now.AddHours(-1)))]);
                region["recoveryPoints"] = new JsonArray([.. Enumerable.Range(0, count).Select(n => CoverageFleet.Point($"{Db}{n}", "RDS", Now.AddHours(-1)))]);
            },
            members: 45);

        var (resources, errors) = await fleet.ReadAsync();

        Assert.Empty(errors);
        Assert.Equal(2 * count, resources.Count(r => r.AccountId == Member && r.Status == CoverageStatus.Covered));
        Assert.Equal((3 * count) + 1, resources.Count);
        var accounts = fleet.Sandbox.Calls.CountOf("AssumeRole");
        Assert.Equal(1 + 1 + 45, accounts);
    }

    [Fact]
    public async Task Named_accounts_and_all_their_regions_need_no_management_role()
    {
        using var fleet = new CoverageFleet(state =>
            CoverageFleet.Region(state, Member, "eu-west-1")["volumes"] = new JsonArray(CoverageFleet.Volume("vol-0000000000000000a")));
        var options = new CoverageOptions { AccountIds = [Member, "222222222222"], AllRegions = true, ExternalId = "audit-7" };

        var (resources, errors) = await fleet.ReadAsync(options);

        Assert.Empty(errors);
        Assert.Equal("eu-west-1", Assert.Single(resources).Region);
    }

    [Fact]
    public async Task Accounts_that_are_not_known_end_it_with_one_error()
    {
        using var fleet = new CoverageFleet();

        var thrown = await Assert.ThrowsAsync<EbsBackupException>(() => fleet.ReadAsync(new CoverageOptions()));

        Assert.Equal("AccessDenied", thrown.Error.Id);
        Assert.Contains("-ManagementRoleArn", thrown.Error.RecommendedAction, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Hostile_names_come_back_from_the_files_as_they_were()
    {
        var names = HostileText.Short.Where(t => t.Length is > 0 and <= 200 && !t.Contains('\0')).ToList();
        using var fleet = new CoverageFleet(state => CoverageFleet.Region(state, Member)["volumes"] = new JsonArray(
            [.. names.Select((name, n) => CoverageFleet.Volume($"vol-{n:x17}", null, ("Name", name)))]));
        var (source, _) = await fleet.ReadAsync();

        var report = await new OrgCoverage(fleet.Session, CoverageFleet.Options with { OutputPath = _root }).WriteAsync();

        Assert.Equal(Outcome.Succeeded, report.Outcome);
        Assert.Equal(["CSV", "JSON", "HTML"], report.Files.Select(f => f.Category));
        var expected = source.ToDictionary(r => r.ResourceId, r => r.ResourceName ?? "");
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_root, report.Files[1].Key)));
        Assert.Equal(expected.Count, json.RootElement.GetArrayLength());
        foreach (var row in json.RootElement.EnumerateArray())
            Assert.Equal(expected[row.GetProperty("resourceId").GetString()!], row.TryGetProperty("resourceName", out var name) ? name.GetString() : "");
        var page = File.ReadAllText(Path.Combine(_root, report.Files[2].Key));
        Assert.DoesNotContain("<script>alert(1)", page, StringComparison.Ordinal);
        Assert.Contains("Backup coverage of", page, StringComparison.Ordinal);
        var rows = PythonCsv.Read(Path.Combine(_root, report.Files[0].Key)).ToList();
        Assert.Equal(expected.Count, rows.Count);
        foreach (var row in rows)
        {
            Assert.Equal(expected[row["ResourceId"]], HostileText.Restore(row["ResourceName"]));
            Assert.False(HostileText.Runs(row["ResourceName"]));
        }
    }

    [Fact]
    public async Task Folder_and_bucket_get_the_files_and_counts_that_add_up()
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        fleet.Sandbox.Faults.Add(new DenyRule("ec2:DescribeInstances") { AccountId = Member });

        var report = await new OrgCoverage(fleet.Session, CoverageFleet.Options with { OutputPath = _root, BucketName = "coverage" }).WriteAsync();

        Assert.Equal(Outcome.Partial, report.Outcome);
        Assert.Equal(3, (int)report.Outcome);
        Assert.Equal(report.Resources, report.Counts.Values.Sum());
        Assert.Equal(report.Resources, report.ResourceTypes.Values.Sum(t => t.Values.Sum()));
        Assert.Equal(report.Resources, report.Accounts.Values.Sum(t => t.Values.Sum()));
        Assert.All(report.Files, file => Assert.Equal(report.Resources, file.Rows));
        Assert.Equal([$"s3://coverage/BackupCoverage/2026/01/31/manifest.json", Path.Combine(_root, "BackupCoverage", "2026", "01", "31", "manifest.json")], report.Manifests);
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(report.Manifests[1]));
        Assert.Equal("Partial", manifest.RootElement.GetProperty("outcome").GetString());
        Assert.Equal(report.Counts["Unprotected"], manifest.RootElement.GetProperty("counts").GetProperty("Unprotected").GetInt64());
        Assert.DoesNotContain(Directory.GetFileSystemEntries(_root), entry => Path.GetFileName(entry).StartsWith('.'));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_partial_coverage_leaves_a_complete_one_of_the_day_as_it_was(bool bucket)
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        var options = CoverageFleet.Options with { OutputPath = bucket ? null : _root, BucketName = bucket ? "coverage" : null };
        var whole = await new OrgCoverage(fleet.Session, options).WriteAsync();
        Assert.Equal(Outcome.Succeeded, whole.Outcome);
        var before = await ContentAsync(fleet, options, whole);
        fleet.Sandbox.Faults.Add(new DenyRule("ec2:DescribeInstances") { AccountId = Member });

        var partial = await new OrgCoverage(fleet.Session, options).WriteAsync();

        Assert.Equal((Outcome.Failed, 0, 0), (partial.Outcome, partial.Files.Count, partial.Manifests.Count));
        Assert.Equal(["AccessDenied", "BetterCoverageKept"], partial.Errors.Select(e => e.Id));
        Assert.True(partial.Counts["Unknown"] > 0);
        Assert.Equal(before, await ContentAsync(fleet, options, whole));
        fleet.Sandbox.Faults.Clear();
        Assert.Equal(Outcome.Succeeded, (await new OrgCoverage(fleet.Session, options).WriteAsync()).Outcome);
    }

    [Fact]
    public async Task A_coverage_of_less_leaves_one_of_more_as_it_was()
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        var options = CoverageFleet.Options with { OutputPath = _root };
        CoverageOptions[] less = [options with { AccountIds = [Member] }, options with { ResourceTypes = ["EBS"] }, options with { Regions = ["eu-west-1"] }];
        var whole = await new OrgCoverage(fleet.Session, options).WriteAsync();
        var before = await ContentAsync(fleet, options, whole);

        foreach (var one in less)
        {
            var report = await new OrgCoverage(fleet.Session, one).WriteAsync();
            Assert.Equal((Outcome.Failed, "BetterCoverageKept"), (report.Outcome, Assert.Single(report.Errors).Id));
        }

        Assert.Equal(before, await ContentAsync(fleet, options, whole));
        Assert.Equal(Outcome.Succeeded, (await new OrgCoverage(fleet.Session, options with { AllRegions = true }).WriteAsync()).Outcome);
    }

    [Fact]
    public async Task A_partial_coverage_gives_way_to_any_later_one()
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        var options = CoverageFleet.Options with { OutputPath = _root };
        fleet.Sandbox.Faults.Add(new DenyRule("ec2:DescribeInstances") { AccountId = Member });
        Assert.Equal(Outcome.Partial, (await new OrgCoverage(fleet.Session, options).WriteAsync()).Outcome);
        Assert.Equal(Outcome.Partial, (await new OrgCoverage(fleet.Session, options).WriteAsync()).Outcome);
        fleet.Sandbox.Faults.Clear();
        Assert.Equal(Outcome.Succeeded, (await new OrgCoverage(fleet.Session, options).WriteAsync()).Outcome);
    }

    [Fact]
    public async Task A_bucket_that_cannot_be_asked_gets_no_partial_coverage()
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        fleet.Sandbox.Faults.Add(new DenyRule("ec2:DescribeInstances") { AccountId = Member });
        fleet.Sandbox.Faults.Add(new DenyRule("s3:GetObject"));

        var report = await new OrgCoverage(fleet.Session, CoverageFleet.Options with { BucketName = "coverage" }).WriteAsync();

        Assert.Equal(Outcome.Failed, report.Outcome);
        Assert.Contains("s3:GetObject", report.Errors[^1].Message, StringComparison.Ordinal);
        Assert.Equal(0, fleet.Sandbox.Calls.CountOf("CreateMultipartUpload"));
    }

    [Fact]
    public async Task A_partial_coverage_goes_to_the_folder_alone_while_the_bucket_cannot_be_asked_and_a_complete_one_to_both()
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        var options = CoverageFleet.Options with { BucketName = "coverage", OutputPath = _root };
        fleet.Sandbox.Faults.Add(new DenyRule("s3:GetObject"));
        fleet.Sandbox.Faults.Add(new DenyRule("ec2:DescribeInstances") { AccountId = Member });

        var partial = await new OrgCoverage(fleet.Session, options).WriteAsync();

        Assert.Equal((Outcome.Partial, Path.Combine(_root, "BackupCoverage", "2026", "01", "31", "manifest.json")), (partial.Outcome, Assert.Single(partial.Manifests)));
        Assert.Equal(["AccessDenied", "AccessDenied"], partial.Errors.Select(e => e.Id));
        Assert.Equal(0, fleet.Sandbox.Calls.CountOf("CreateMultipartUpload"));
        fleet.Sandbox.Faults.Clear();
        fleet.Sandbox.Faults.Add(new DenyRule("s3:GetObject"));
        var complete = await new OrgCoverage(fleet.Session, options).WriteAsync();
        Assert.Equal((Outcome.Succeeded, 2), (complete.Outcome, complete.Manifests.Count));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_fails_the_coverage_that_goes_nowhere_else()
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);

        var report = await new OrgCoverage(fleet.Session, CoverageFleet.Options with { BucketName = "no-such-bucket" }).WriteAsync();

        Assert.Equal((Outcome.Failed, "UnknownBucket"), (report.Outcome, Assert.Single(report.Errors).Id));
        Assert.Empty(report.Manifests);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_one_clear_error()
    {
        using var fleet = new CoverageFleet();
        var file = Path.Combine(_root, "file");
        await File.WriteAllTextAsync(file, "");

        var thrown = await Assert.ThrowsAsync<EbsBackupException>(() => new OrgCoverage(fleet.Session, CoverageFleet.Options with { OutputPath = file }).WriteAsync());

        Assert.Equal(("FolderNotWritable", file), (thrown.Error.Id, thrown.Error.TargetId));
    }

    [Fact]
    public async Task Where_there_is_nothing_the_files_hold_nothing()
    {
        using var fleet = new CoverageFleet();

        var report = await new OrgCoverage(fleet.Session, CoverageFleet.Options with { ExcludedAccountIds = [CoverageFleet.Suspended], OutputPath = _root }).WriteAsync();

        Assert.Equal((Outcome.Succeeded, 0), (report.Outcome, report.Resources));
        Assert.Equal(["111111111111", "222222222222", Member], report.Accounts.Keys);
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_root, report.Files[1].Key)));
        Assert.Equal(0, json.RootElement.GetArrayLength());
    }

    [Fact]
    public void Options_that_are_none_are_refused_before_anything_is_asked()
    {
        using var fleet = new CoverageFleet();
        CoverageOptions[] none =
        [
            CoverageFleet.Options with { MaxAge = TimeSpan.Zero }, CoverageFleet.Options with { ExcludedAccountIds = ["production"] }, CoverageFleet.Options with { AccountIds = ["1"] },
            CoverageFleet.Options with { Regions = ["us-esat-1"] }, CoverageFleet.Options with { OrganizationRole = "a role" }, CoverageFleet.Options with { KeyPrefix = "../up" },
        ];
        foreach (var options in none) Assert.Throws<EbsBackupException>(() => new OrgCoverage(fleet.Session, options));
        Assert.Empty(fleet.Sandbox.Calls.Records);
    }

    [Fact]
    public async Task What_is_no_manifest_gives_way()
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        var path = Path.Combine(_root, "BackupCoverage", "2026", "01", "31", "manifest.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "<html>");

        Assert.Equal(Outcome.Succeeded, (await new OrgCoverage(fleet.Session, CoverageFleet.Options with { OutputPath = _root }).WriteAsync()).Outcome);
    }

    [Fact]
    public async Task The_manifest_names_every_account_and_region_that_was_looked_into()
    {
        using var fleet = new CoverageFleet(members: 3);

        var report = await new OrgCoverage(fleet.Session, CoverageFleet.Options with { OutputPath = _root, Regions = ["us-east-1", "eu-west-1"] }).WriteAsync();

        Assert.Equal(["111111111111", "222222222222", Member, CoverageFleet.Suspended, "600000000001", "600000000002"], report.Accounts.Keys);
        Assert.Equal(["eu-west-1", "us-east-1"], report.Regions.Keys);
        Assert.Equal("Production", report.AccountNames[Member]);
    }

    [Fact]
    public async Task Layout_and_key_are_those_of_the_report()
    {
        using var fleet = CoverageFleet.OfEverything();
        const string kms = "arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab";

        var report = await new OrgCoverage(fleet.Session, CoverageFleet.Options with { BucketName = "coverage", KeyLayout = KeyLayout.Hive, KmsKeyId = kms }).WriteAsync();

        Assert.Equal(Outcome.Succeeded, report.Outcome);
        Assert.Equal(
            ["BackupCoverage/coverage_csv/year=2026/month=01/day=31/coverage.csv", "BackupCoverage/coverage_json/year=2026/month=01/day=31/coverage.json", "BackupCoverage/reports/year=2026/month=01/day=31/coverage.html"],
            report.Files.Select(f => f.Key));
        Assert.Equal(["s3://coverage/BackupCoverage/reports/year=2026/month=01/day=31/manifest.json"], report.Manifests);
        var s3 = fleet.Session.S3(RegionName.Parse("us-east-1"));
        foreach (var key in report.Files.Select(f => f.Key).Append(report.Manifests[0]["s3://coverage/".Length..]))
            Assert.Equal(kms, (await s3.GetObjectMetadataAsync("coverage", key)).ServerSideEncryptionKeyManagementServiceKeyId);
    }

    [Theory]
    [InlineData("sts:AssumeRole")]
    [InlineData("ec2:Describe*", "backup:List*")]
    public async Task Nothing_readable_writes_nothing_and_fails(params string[] denied)
    {
        using var fleet = new CoverageFleet(CoverageFleet.Everything);
        foreach (var action in denied) fleet.Sandbox.Faults.Add(new DenyRule(action));

        var report = await new OrgCoverage(fleet.Session, new CoverageOptions { AccountIds = [Member], ExternalId = "audit-7", OutputPath = _root }).WriteAsync();

        Assert.Equal(Outcome.Failed, report.Outcome);
        Assert.Empty(report.Files);
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    private async Task<string> ContentAsync(CoverageFleet fleet, CoverageOptions options, CoverageReport report)
    {
        var text = new StringBuilder();
        foreach (var key in report.Files.Select(f => f.Key).Append(report.Files[0].Key.Replace("coverage.csv", "manifest.json", StringComparison.Ordinal)))
        {
            if (options.BucketName is null)
            {
                text.Append(await File.ReadAllTextAsync(Path.Combine(_root, key)));
                continue;
            }

            using var got = await fleet.Session.S3(RegionName.Parse("us-east-1")).GetObjectAsync(options.BucketName, key);
            using var reader = new StreamReader(got.ResponseStream);
            text.Append(await reader.ReadToEndAsync());
        }

        return text.ToString();
    }

    private static void Expect(ResourceCoverage resource, CoverageStatus status, string? protectedBy, double? hours)
    {
        Assert.Equal((status, protectedBy), (resource.Status, resource.ProtectedBy));

        // AWS's clock is known to the second.
        Assert.Equal(hours, resource.Age is { } age ? Math.Round(age.TotalHours, 2) : null);
    }
}
