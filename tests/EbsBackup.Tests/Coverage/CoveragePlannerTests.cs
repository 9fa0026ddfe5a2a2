using EbsBackup.Coverage;
using EbsBackup.OrgReport.Page;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.Coverage;

/// <summary>What facts come to, without any client, clock or file.</summary>
public sealed class CoveragePlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EbsBackupError Refused = new("AccessDenied", ErrorCategory.PermissionDenied, "x", "refused", "ask");
    private static readonly Dictionary<string, string> None = [];

    [Theory]
    [InlineData(25 * 60, CoverageStatus.Covered)]
    [InlineData((25 * 60) + 1, CoverageStatus.Stale)]
    [InlineData(-5, CoverageStatus.Covered)]
    public void A_backup_is_stale_beyond_the_greatest_age(int minutes, CoverageStatus status) =>
        Assert.Equal(status, Judge(Facts() with { Volumes = Volumes(Volume("vol-1")), Snapshots = Own(("vol-1", minutes)) })["vol-1"].Status);

    [Fact]
    public void The_newer_of_two_protectors_counts_and_both_are_named()
    {
        var volume = Judge(Facts() with { Volumes = Volumes(Volume("vol-1")), Snapshots = Own(("vol-1", 3000)), Protected = Points(("EBS", "vol-1", 60)) })["vol-1"];
        Assert.Equal((CoverageStatus.Covered, "AWS Backup and EbsBackup"), (volume.Status, volume.ProtectedBy));
        Assert.Equal(TimeSpan.FromHours(1), volume.Age);
    }

    [Theory]
    [InlineData(61, CoverageStatus.Covered)]
    [InlineData(60, CoverageStatus.Covered)]
    [InlineData(59, CoverageStatus.Unprotected)]
    [InlineData(null, CoverageStatus.Unprotected)]
    public void A_recovery_point_of_an_instance_covers_the_volumes_that_were_certainly_attached_by_then(int? attached, CoverageStatus status)
    {
        var volume = new VolumeFacts("vol-1", None, [new("i-1", attached is { } minutes ? Now.AddMinutes(-minutes) : null)]);
        Assert.Equal(status, Judge(Facts() with { Volumes = Volumes(volume), Protected = Points(("EC2", "i-1", 60)) })["vol-1"].Status);
    }

    [Fact]
    public void A_table_with_a_volumes_name_does_not_cover_the_volume() =>
        Assert.Equal(CoverageStatus.Unprotected, Judge(Facts() with { Volumes = Volumes(Volume("vol-1")), Protected = Points(("DynamoDB", "vol-1", 60)) })["vol-1"].Status);

    [Fact]
    public void An_empty_name_is_none() =>
        Assert.Null(Judge(Facts() with { Volumes = Volumes(new VolumeFacts("vol-1", Tags("Name", ""), [])) })["vol-1"].ResourceName);

    [Fact]
    public void An_instance_opts_its_volumes_out()
    {
        var facts = Facts() with { Volumes = Volumes(Volume("vol-1", "i-1")), Instances = Instances(Out("i-1", "vol-1")) };
        var judged = Judge(facts);
        Assert.Equal((CoverageStatus.OptedOut, CoverageStatus.OptedOut), (judged["vol-1"].Status, judged["i-1"].Status));
        Assert.Equal("opted out by the tag ebs-backup:exclude of i-1", judged["vol-1"].Reason);
    }

    [Fact]
    public void An_instance_that_opted_out_has_done_so_though_its_volumes_are_unread()
    {
        var instance = Judge(Facts() with { Volumes = new("v", [], Refused), Instances = Instances(Out("i-1", "vol-1")) })["i-1"];
        Assert.Equal((CoverageStatus.OptedOut, "opted out by the tag ebs-backup:exclude"), Status(instance));
    }

    [Fact]
    public void A_volume_of_two_instances_is_opted_out_only_by_both()
    {
        var facts = Facts() with { Volumes = Volumes(Volume("vol-1", "i-1", "i-2")), Instances = Instances(Out("i-1", "vol-1"), new InstanceFacts("i-2", None, ["vol-1"])) };
        Assert.Equal(CoverageStatus.Unprotected, Judge(facts)["vol-1"].Status);
    }

    [Fact]
    public void Volumes_that_opted_out_do_not_uncover_their_instance()
    {
        var facts = Facts() with
        {
            Volumes = Volumes(Volume("vol-1", "i-1"), new VolumeFacts("vol-2", Tags("ebs-backup:exclude", ""), [new("i-1", null)])),
            Instances = Instances(new InstanceFacts("i-1", None, ["vol-1", "vol-2"])),
            Snapshots = Own(("vol-1", 60)),
        };
        var instance = Judge(facts)["i-1"];
        Assert.Equal((CoverageStatus.Covered, "vol-2 opted out"), (instance.Status, instance.Reason));
    }

    [Fact]
    public void An_instance_is_as_old_as_the_volume_that_was_backed_up_longest_ago()
    {
        var facts = Facts() with
        {
            Volumes = Volumes(Volume("vol-1", "i-1"), Volume("vol-2", "i-1")), Instances = Instances(new InstanceFacts("i-1", None, [])),
            Snapshots = Own(("vol-1", 60), ("vol-2", 120)),
        };
        var instance = Judge(facts)["i-1"];
        Assert.Equal((CoverageStatus.Covered, TimeSpan.FromHours(2), "EbsBackup"), (instance.Status, instance.Age, instance.ProtectedBy));
        Assert.Equal(Now.AddHours(-2), instance.EbsBackupTime);
    }

    [Fact]
    public void Nothing_protects_an_instance_of_which_a_volume_has_no_backup()
    {
        var facts = Facts() with
        {
            Volumes = Volumes(Volume("vol-1", "i-1"), Volume("vol-2", "i-1")), Instances = Instances(new InstanceFacts("i-1", None, [])), Snapshots = Own(("vol-1", 60)),
        };
        var instance = Judge(facts)["i-1"];
        Assert.Equal((CoverageStatus.Unprotected, null, null, null), (instance.Status, instance.ProtectedBy, instance.Newest, instance.EbsBackupTime));
        instance = Judge(facts with { Protected = Points(("EBS", "vol-2", 30)) })["i-1"];
        Assert.Equal((CoverageStatus.Covered, "AWS Backup and EbsBackup", Now.AddHours(-1), null), (instance.Status, instance.ProtectedBy, instance.Newest, instance.EbsBackupTime));
    }

    [Fact]
    public void An_instance_without_volumes_is_not_covered() =>
        Assert.Equal((CoverageStatus.Unprotected, "the instance has no EBS volume"), Status(Judge(Facts() with { Instances = Instances(new InstanceFacts("i-1", None, [])) })["i-1"]));

    [Fact]
    public void A_volume_that_ec2_did_not_list_makes_its_instance_unknown() =>
        Assert.Equal(CoverageStatus.Unknown, Judge(Facts() with { Instances = Instances(new InstanceFacts("i-1", None, ["vol-9"])) })["i-1"].Status);

    [Fact]
    public void A_volume_without_an_instance_is_judged_though_the_instances_are_unread() =>
        Assert.Equal(CoverageStatus.Unprotected, Judge(Facts() with { Volumes = Volumes(Volume("vol-1")), Instances = new("i", [], Refused) })["vol-1"].Status);

    [Fact]
    public void A_region_is_one_unknown_only_when_all_of_it_is_unread()
    {
        var facts = Facts() with { Volumes = new("v", [], Refused), Instances = new("i", [], Refused), Protected = new("p", [], Refused) };
        Assert.Equal(["EBS", "EC2", "AWS Backup"], Judge(facts).Values.Select(r => r.ResourceType));
        Assert.Equal(["All"], Judge(facts with { Snapshots = new("s", [], Refused) }).Values.Select(r => r.ResourceType));
    }

    [Theory]
    [InlineData("EBS", "EBS, AWS Backup")]
    [InlineData("EC2", "EC2, AWS Backup")]
    [InlineData("RDS", "AWS Backup")]
    public void What_may_hide_a_wanted_type_is_unknown_and_nothing_else(string type, string unknown)
    {
        var facts = Facts() with { Volumes = new("v", [], Refused), Instances = new("i", [], Refused), Protected = new("p", [], Refused) };
        var rows = CoveragePlanner.Judge(facts, new CoverageRules(Now, TimeSpan.FromHours(25), []) { ResourceTypes = [type] });
        Assert.Equal(unknown, string.Join(", ", rows.Select(r => r.ResourceType)));
    }

    [Theory]
    [InlineData("ebs", "EBS")]
    [InlineData("Ec2", "EC2")]
    [InlineData("RDS", "RDS")]
    [InlineData("DynamoDB", "")]
    public void A_type_that_is_wanted_in_any_case_is_the_only_one(string type, string found)
    {
        var facts = Facts() with
        {
            Volumes = Volumes(Volume("vol-1")), Instances = Instances(new InstanceFacts("i-1", None, [])),
            Protected = Points(("EBS", "vol-1", 60), ("RDS", "db-1", 60), ("EFS", "fs-1", 60)),
        };
        var wanted = CoveragePlanner.Judge(facts, new CoverageRules(Now, TimeSpan.FromHours(25), []) { ResourceTypes = [type] });
        Assert.Equal(found, string.Concat(wanted.Select(r => r.ResourceType)));
    }

    [Theory]
    [InlineData(60, false, false)]
    [InlineData(60, true, true)]
    [InlineData(9999, true, false)]
    [InlineData(null, false, true)]
    [InlineData(null, true, true)]
    public void Nothing_is_covered_without_a_fresh_backup_whatever_could_not_be_read(int? age, bool snapshotsUnread, bool protectedUnread)
    {
        var facts = Facts() with
        {
            Volumes = Volumes(Volume("vol-1")),
            Snapshots = snapshotsUnread ? new("s", [], Refused) : age is { } a ? Own(("vol-1", a)) : Own(),
            Protected = protectedUnread ? new("p", [], Refused) : Points(),
        };
        var covered = !snapshotsUnread && age == 60;
        Assert.Equal(covered ? CoverageStatus.Covered : CoverageStatus.Unknown, Judge(facts)["vol-1"].Status);
    }

    [Fact]
    public void Recovery_points_that_could_not_be_read_are_unknown()
    {
        var facts = Facts() with { Protected = new("p", [new ProtectedFacts("arn:aws:rds:::db:x", "RDS", null, null, null, Refused)]) };
        Assert.Equal((CoverageStatus.Unknown, "refused"), Status(Judge(facts)["arn:aws:rds:::db:x"]));
    }

    [Theory]
    [InlineData("keep", "no", true)]
    [InlineData("keep=no", "no", true)]
    [InlineData("keep=no", "yes", false)]
    [InlineData("keep", "False", false)]
    [InlineData("keep", " false ", false)]
    [InlineData("Keep", "no", false)]
    public void Opting_out_takes_a_key_or_a_key_with_its_value(string wanted, string value, bool optedOut)
    {
        var facts = Facts() with { Volumes = Volumes(new VolumeFacts("vol-1", Tags("keep", value), [])) };
        var status = CoveragePlanner.Judge(facts, new CoverageRules(Now, TimeSpan.FromHours(25), [wanted])).Single().Status;
        Assert.Equal(optedOut ? CoverageStatus.OptedOut : CoverageStatus.Unprotected, status);
    }

    [Theory]
    [InlineData("25h", 25)]
    [InlineData("2d", 48)]
    [InlineData(" 1d12h ", 36)]
    [InlineData("90min", 1.5)]
    [InlineData("1W", 168)]
    [InlineData("1.01:00:00", 25)]
    public void Ages_are_written_with_units(string text, double hours) => Assert.Equal(hours, BackupAge.Parse(text).TotalHours);

    [Theory]
    [InlineData("25")]
    [InlineData("0h")]
    [InlineData("-2d")]
    [InlineData("2m")]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("-1:00")]
    public void An_age_without_a_unit_or_a_length_is_refused(string text) =>
        Assert.Equal("InvalidId", Assert.Throws<EbsBackupException>(() => BackupAge.Parse(text)).Error.Id);

    private static Dictionary<string, ResourceCoverage> Judge(CoverageFacts facts) =>
        CoveragePlanner.Judge(facts, new CoverageRules(Now, TimeSpan.FromHours(25), ["ebs-backup:exclude"])).ToDictionary(r => r.ResourceId);

    private static (CoverageStatus, string?) Status(ResourceCoverage resource) => (resource.Status, resource.Reason);

    private static CoverageFacts Facts() => new()
    {
        Account = new FleetAccount(AccountId.Parse("333333333333")), Region = "us-east-1",
        Volumes = Volumes(), Instances = Instances(), Protected = Points(), Snapshots = Own(),
    };

    private static CoverageListing<VolumeFacts> Volumes(params VolumeFacts[] volumes) => new("v", volumes);

    private static CoverageListing<InstanceFacts> Instances(params InstanceFacts[] instances) => new("i", instances);

    private static VolumeFacts Volume(string id, params string[] instances) => new(id, None, [.. instances.Select(i => new AttachmentFacts(i, null))]);

    private static InstanceFacts Out(string id, params string[] volumes) => new(id, Tags("ebs-backup:exclude", "yes"), volumes);

    private static Dictionary<string, string> Tags(string key, string value) => new() { [key] = value };

    private static CoverageListing<OwnBackup> Own(params (string Volume, int Minutes)[] backups) =>
        new("s", [.. backups.Select(b => new OwnBackup(b.Volume, "snap-" + b.Volume, Now.AddMinutes(-b.Minutes)))]);

    private static CoverageListing<ProtectedFacts> Points(params (string Type, string Id, int Minutes)[] points) =>
        new("p", [.. points.Select(p => new ProtectedFacts("arn:aws:ec2:us-east-1:333333333333:x/" + p.Id, p.Type, null, Now.AddMinutes(-p.Minutes), "arn"))]);
}
