using System.Text;
using EbsBackup.Catalog;
using EbsBackup.Policies;
using EbsBackup.Retention;

namespace EbsBackup.Tests.Policies;

public sealed class PolicyFileTests
{
    [Fact]
    public void Every_member_is_read()
    {
        var policy = PolicyFile.Parse(
            """
            {
              // comments and trailing commas are welcome
              "name": "databases",
              "selection": {
                "volumeIds": ["vol-0123456789abcdef0"], "instanceIds": ["i-0123456789abcdef0"], "tags": { "backup": "daily", "app:*": "" },
                "excludeTags": { "stage": "test*" }, "excludeBootVolumes": true, "excludeDataVolumes": false,
              },
              "regions": ["eu-central-1", "us-east-1"],
              "records": { "bucketName": "my-backup-records", "keyPrefix": "team-a/snapshots" },
              "retention": {
                "keepWithin": "P1Y2M3DT4H", "keepLast": 1, "keepHourly": 2, "keepDaily": 3, "keepWeekly": 4, "keepMonthly": 5, "keepYearly": -1,
                "keepWithinHourly": "12h", "keepWithinDaily": "15d", "keepWithinWeekly": "8w", "keepWithinMonthly": "1y", "keepWithinYearly": "P9Y",
                "timeZone": "Europe/Berlin",
              },
            }
            """,
            "policy.json");
        Assert.Equal("databases", policy.Name.Value);
        var selection = policy.Selection!;
        Assert.Equal("vol-0123456789abcdef0", Assert.Single(selection.VolumeIds).Value);
        Assert.Equal("i-0123456789abcdef0", Assert.Single(selection.InstanceIds).Value);
        Assert.Equal(new Dictionary<string, string> { ["backup"] = "daily", ["app:*"] = "" }, selection.Tags);
        Assert.Equal(new Dictionary<string, string> { ["stage"] = "test*" }, selection.ExcludeTags);
        Assert.Equal((true, false), (selection.ExcludeBootVolumes, selection.ExcludeDataVolumes));
        Assert.Equal(["eu-central-1", "us-east-1"], policy.Regions.Select(r => r.Value));
        Assert.Equal(new CatalogLocation("my-backup-records", "team-a/snapshots"), policy.Catalog);
        Assert.Equal(
            new RetentionRules
            {
                KeepWithin = new CalendarDuration(1, 2, 3, 4), KeepLast = 1, KeepHourly = 2, KeepDaily = 3, KeepWeekly = 4, KeepMonthly = 5, KeepYearly = -1,
                KeepWithinHourly = new CalendarDuration(0, 0, 0, 12), KeepWithinDaily = CalendarDuration.OfDays(15), KeepWithinWeekly = CalendarDuration.OfDays(56),
                KeepWithinMonthly = new CalendarDuration(1, 0, 0, 0), KeepWithinYearly = new CalendarDuration(9, 0, 0, 0),
                TimeZone = "Europe/Berlin",
            },
            policy.Retention);
    }

    [Fact]
    public void Without_retention_15_days_are_kept_and_an_empty_one_stays_empty()
    {
        Assert.Equal(new BackupPolicy(), PolicyFile.Parse("{}", "policy.json"));
        Assert.Equal(RetentionRules.Default, PolicyFile.Parse("{}", "policy.json").Retention);
        Assert.True(PolicyFile.Parse("""{"retention":{}}""", "policy.json").Retention.IsEmpty);
        Assert.Null(PolicyFile.Parse("""{"retention":{"keepDaily":7}}""", "policy.json").Retention.KeepWithin);
    }

    [Theory]
    [InlineData("[1]", "PolicyInvalid", "the top", "an object")]
    [InlineData("""{"name":"../x"}""", "PolicyInvalid", "/name", "letters, digits")]
    [InlineData("""{"name":7}""", "PolicyInvalid", "/name", "letters, digits")]
    [InlineData("""{"retention":null}""", "PolicyInvalid", "/retention", "an object")]
    [InlineData("""{"retention":{"keepDaily":-2}}""", "PolicyInvalid", "/retention/keepDaily", "-1 for all")]
    [InlineData("""{"retention":{"keepDaily":1.5}}""", "PolicyInvalid", "/retention/keepDaily", "a whole number")]
    [InlineData("""{"retention":{"keepDaily":"7"}}""", "PolicyInvalid", "/retention/keepDaily", "a whole number")]
    [InlineData("""{"retention":{"keepYearly":99999999999}}""", "PolicyInvalid", "/retention/keepYearly", "2147483647")]
    [InlineData("""{"retention":{"keepWithin":15}}""", "PolicyInvalid", "/retention/keepWithin", "15d")]
    [InlineData("""{"retention":{"keepWithin":"0d"}}""", "PolicyInvalid", "/retention/keepWithin", "above zero")]
    [InlineData("""{"retention":{"keepWithin":"15 days"}}""", "PolicyInvalid", "/retention/keepWithin", "15d")]
    [InlineData("""{"retention":{"timeZone":"Mars/Olympus"}}""", "PolicyInvalid", "/retention/timeZone", "W. Europe Standard Time")]
    [InlineData("""{"retention":{"timeZone":""}}""", "PolicyInvalid", "/retention/timeZone", "Europe/Berlin")]
    [InlineData("""{"retention":{"timeZone":"../../etc/passwd"}}""", "PolicyInvalid", "/retention/timeZone", "Europe/Berlin")]
    [InlineData("""{"selection":{}}""", "PolicyInvalid", "/selection", "volumeIds, instanceIds or tags")]
    [InlineData("""{"selection":{"excludeTags":{"a":"b"}}}""", "PolicyInvalid", "/selection", "volumeIds, instanceIds or tags")]
    [InlineData("""{"selection":{"volumeIds":"vol-0123456789abcdef0"}}""", "PolicyInvalid", "/selection/volumeIds", "an array of volume ids")]
    [InlineData("""{"selection":{"volumeIds":["vol-0123456789abcdef0","../x"]}}""", "PolicyInvalid", "/selection/volumeIds/1", "vol-0123456789abcdef0")]
    [InlineData("""{"selection":{"instanceIds":[7]}}""", "PolicyInvalid", "/selection/instanceIds/0", "i-0123456789abcdef0")]
    [InlineData("""{"selection":{"tags":{"backup":true}}}""", "PolicyInvalid", "/selection/tags/backup", "text")]
    [InlineData("""{"selection":{"tags":["backup"]}}""", "PolicyInvalid", "/selection/tags", "an object")]
    [InlineData("""{"selection":{"tags":{"a":"b"},"excludeBootVolumes":"yes"}}""", "PolicyInvalid", "/selection/excludeBootVolumes", "true or false")]
    [InlineData("""{"selection":{"tags":{"a":"b"},"volumes":[]}}""", "PolicyUnknownMember", "/selection/volumes", "volumeIds")]
    [InlineData("""{"regions":["mars-north-1"]}""", "PolicyInvalid", "/regions/0", "eu-central-1")]
    [InlineData("""{"records":{}}""", "PolicyInvalid", "/records/bucketName", "the name of a bucket")]
    [InlineData("""{"records":{"bucketName":"UPPER"}}""", "PolicyInvalid", "/records/bucketName", "the name of a bucket")]
    [InlineData("""{"records":{"bucketName":"records","keyPrefix":"../x"}}""", "PolicyInvalid", "/records/keyPrefix", "team-a/snapshots")]
    [InlineData("""{"Name":"x"}""", "PolicyUnknownMember", "/Name", "name, selection, regions, records, retention")]
    [InlineData("""{"retention":{"keep/~":1}}""", "PolicyUnknownMember", "/retention/keep~1~0", "keepWithin")]
    [InlineData("""{"retention":{"keepDaily":1,"keepDaily":2}}""", "PolicyRepeatedMember", "/retention/keepDaily", "one of them")]
    public void Bad_value_is_one_error_with_file_pointer_and_remedy(string json, string id, string pointer, string remedy)
    {
        var error = Assert.Throws<EbsBackupException>(() => PolicyFile.Parse(json, "nightly.json")).Error;
        Assert.Equal((id, "nightly.json", ErrorCategory.InvalidData), (error.Id, error.TargetId, error.Category));
        Assert.Contains("nightly.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(pointer, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_JSON_is_pointed_at_by_line_and_byte()
    {
        var error = Assert.Throws<EbsBackupException>(() => PolicyFile.Parse("{\n  \"name\": oops\n}", "nightly.json")).Error;
        Assert.Equal("PolicyNotJson", error.Id);
        Assert.Contains("line 2, byte 11", error.Message, StringComparison.Ordinal);
        Assert.Equal("PolicyNotJson", Assert.Throws<EbsBackupException>(() => PolicyFile.Parse("", "nightly.json")).Error.Id);
    }

    [Fact]
    public void File_that_is_not_there_and_a_folder_are_refused()
    {
        var missing = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var error = Assert.Throws<EbsBackupException>(() => PolicyFile.Read(missing)).Error;
        Assert.Equal(("PolicyUnreadable", ErrorCategory.ObjectNotFound, missing), (error.Id, error.Category, error.TargetId));
        Assert.Equal("PolicyUnreadable", Assert.Throws<EbsBackupException>(() => PolicyFile.Read(Path.GetTempPath())).Error.Id);
    }

    [Fact]
    public void File_written_by_Windows_PowerShell_is_read()
    {
        var path = Path.GetTempFileName();
        try
        {
            foreach (var encoding in new[] { Encoding.Unicode, Encoding.UTF8 })
            {
                File.WriteAllText(path, """{"name":"x"}""", encoding);
                Assert.Equal("x", PolicyFile.Read(path).Name.Value);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
