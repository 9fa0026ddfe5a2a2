using Amazon.EC2.Model;
using EbsBackup.Selection;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests.Selection;

public sealed class VolumeSelectionTests : IDisposable
{
    private readonly SandboxAccount _account = new();

    public void Dispose() => _account.Dispose();

    [Theory]
    [InlineData("Backup", "daily", true)]
    [InlineData("Backup", "da*", true)]
    [InlineData("Backup", "dail?", true)]
    [InlineData("Backup", "dail??", true)]
    [InlineData("Backup", "*", true)]
    [InlineData("Back*", "daily", true)]
    [InlineData("*", "dai*", true)]
    [InlineData("Backup", "Daily", false)]
    [InlineData("Backup", "dai", false)]
    [InlineData("backup", "daily", false)]
    [InlineData("Backup", "da\\*", false)]
    [InlineData("Star", "a\\*b", true)]
    [InlineData("Star", "a.b", false)]
    [InlineData("Lines", "one*three", true)]
    public void Wildcards_match_as_in_filters_of_EC2(string key, string value, bool matches) => Assert.Equal(
        matches,
        new TagPattern(key, value).Matches(new Dictionary<string, string> { ["Backup"] = "daily", ["Star"] = "a*b", ["Lines"] = "one\ntwo\nthree" }));

    [Fact]
    public async Task Wildcard_in_a_value_or_in_a_key_selects()
    {
        var daily = await _account.VolumeAsync(("Backup", "daily-prod"));
        var weekly = await _account.VolumeAsync(("BackupPlan", "weekly"));
        await _account.VolumeAsync(("Name", "none"));
        Assert.Equal([daily], await SelectedAsync(new VolumeSelector { Tags = Tag("Backup", "daily*") }));
        Assert.Equal([daily, weekly], (await SelectedAsync(new VolumeSelector { Tags = Tag("Backup*", "*") })).OrderBy(v => v == daily ? 0 : 1));
    }

    [Fact]
    public async Task Excluded_tag_leaves_a_volume_out_however_it_was_found()
    {
        var production = await _account.VolumeAsync(("Backup", "daily"), ("Env", "prod"));
        var test = await _account.VolumeAsync(("Backup", "daily"), ("Env", "test-7"));
        var exclude = new VolumeSelector { ExcludeTags = new Dictionary<string, string> { ["Env"] = "test*", ["Scratch"] = "*" } };
        Assert.Equal([production], await SelectedAsync(exclude with { Tags = Tag("Backup", "daily") }));
        Assert.Equal([production], await SelectedAsync(exclude with { VolumeIds = [production, test] }));
        Assert.Equal("left out: tagged Env=test*", (await FindAsync(exclude with { VolumeIds = [test, production] })).Choices.Single(c => !c.IsSelected).Reason);
    }

    [Fact]
    public async Task Boot_or_data_volumes_are_left_out_by_instance_by_id_and_by_tag()
    {
        var instance = await InstanceAsync();
        var all = (await FindAsync(new VolumeSelector { InstanceIds = [instance] })).Volumes;
        var (boot, data) = (all.Single(v => v.IsBoot).VolumeId, all.Single(v => !v.IsBoot).VolumeId);
        var loose = await _account.VolumeAsync(("Backup", "daily"));
        await _account.EC2.CreateTagsAsync(new CreateTagsRequest { Resources = [boot.Value, data.Value], Tags = [new Tag("Backup", "daily")] });
        foreach (var selector in new[] { new VolumeSelector { InstanceIds = [instance] }, new VolumeSelector { VolumeIds = [boot, data] } })
        {
            Assert.Equal([data], await SelectedAsync(selector with { ExcludeBootVolumes = true }));
            Assert.Equal([boot], await SelectedAsync(selector with { ExcludeDataVolumes = true }));
        }

        Assert.Equal(new[] { data, loose }.OrderBy(v => v.Value), await SelectedAsync(new VolumeSelector { Tags = Tag("Backup", "daily"), ExcludeBootVolumes = true }));
        Assert.Equal([boot], await SelectedAsync(new VolumeSelector { Tags = Tag("Backup", "daily"), ExcludeDataVolumes = true }));
    }

    [Fact]
    public async Task Instance_without_its_boot_volume_is_still_one_call()
    {
        var request = new TakeRequest { Volumes = new VolumeSelector { InstanceIds = [await InstanceAsync()], ExcludeBootVolumes = true } };
        Assert.Null(Assert.Single(await _account.TakeAsync(request)).Error);
        Assert.Equal((1, 0), (_account.Sandbox.Calls.CountOf("CreateSnapshots"), _account.Sandbox.Calls.CountOf("CreateSnapshot")));
        Assert.Equal(20, Assert.Single(await _account.SnapshotsAsync()).VolumeSize);
    }

    [Fact]
    public async Task Selection_that_leaves_everything_out_is_an_error_not_a_success()
    {
        var volume = await _account.VolumeAsync();
        var selection = await FindAsync(new VolumeSelector { VolumeIds = [volume], ExcludeDataVolumes = true });
        Assert.Empty(selection.Volumes);
        Assert.Equal("NothingLeft", Assert.Single(selection.Errors).Id);
    }

    [Fact]
    public async Task Explained_selection_names_every_volume_and_why_it_is_in_or_out()
    {
        await _account.VolumeAsync(("Backup", "daily"));
        await _account.VolumeAsync(("Backup", "daily"), ("Env", "test"));
        await _account.VolumeAsync(("Backup", "never"));
        var selector = new VolumeSelector { Tags = Tag("Backup", "daily"), ExcludeTags = Tag("Env", "test"), Explain = true };
        var choices = (await FindAsync(selector)).Choices;
        Assert.Equal(
            ["left out: tagged Env=test", "not tagged Backup=daily", "tagged Backup=daily"],
            choices.Select(c => c.Reason).Order(StringComparer.Ordinal));
        Assert.Equal("tagged Backup=daily", choices.Single(c => c.IsSelected).Reason);
        Assert.Equal(2, (await FindAsync(selector with { Explain = false })).Choices.Count);
    }

    private static Dictionary<string, string> Tag(string key, string value) => new() { [key] = value };

    private Task<VolumeSelection> FindAsync(VolumeSelector selector) => new VolumeFinder(_account.EC2).FindAsync(selector, default);

    private async Task<IEnumerable<VolumeId>> SelectedAsync(VolumeSelector selector) => (await FindAsync(selector)).Volumes.Select(v => v.VolumeId);

    private async Task<InstanceId> InstanceAsync() => InstanceId.Parse((await _account.EC2.RunInstancesAsync(new RunInstancesRequest("ami-0123456789abcdef0", 1, 1)
    {
        BlockDeviceMappings =
        [
            new BlockDeviceMapping { DeviceName = "/dev/xvda", Ebs = new EbsBlockDevice { VolumeSize = 8 } },
            new BlockDeviceMapping { DeviceName = "/dev/sdf", Ebs = new EbsBlockDevice { VolumeSize = 20 } },
        ],
    })).Reservation.Instances[0].InstanceId);
}
