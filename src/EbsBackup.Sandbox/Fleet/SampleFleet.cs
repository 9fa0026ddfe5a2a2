using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox.Fleet;

/// <summary>
/// The fleet of the demo: an Organization of five accounts, volumes in two Regions with forty days of snapshots,
/// thirty days of backup jobs, and a day of copy and restore jobs. The same for the same instant.
/// </summary>
internal static class SampleFleet
{
    public const string Management = "111111111111";
    public const string Reporting = "222222222222";

    public static readonly string[] Regions = ["us-east-1", "eu-west-1"];

    /// <summary>Fills all but S3; gives what that is to hold, in the form of the state file.</summary>
    public static string Fill(Sandbox sandbox)
    {
        // Whole seconds: some clients send no finer instants in a query.
        var clock = sandbox.Clock.GetUtcNow();
        var now = clock.AddTicks(-(clock.UtcTicks % TimeSpan.TicksPerSecond));
        foreach (var (id, name) in (ReadOnlySpan<(string, string)>)
        [
            (Management, "Management"), (Reporting, "Backup and Reporting"), ("333333333333", "Production"), ("444444444444", "Staging"), ("555555555555", "Research"),
        ])
        {
            var account = sandbox.State.Account(id);
            account.Name = name;
            account.Email = name.ToLowerInvariant().Replace(' ', '-') + "@example.com";
            account.Joined = now.AddDays(-400);
            account.Roles["EbsBackup-Role"] = new("EbsBackup-Role", [Reporting, Management]);
        }

        var management = sandbox.State.Account(Management);
        management.IsManagement = true;
        management.Roles["Backup-Report-Role"] = new("Backup-Report-Role", [Reporting]);

        foreach (var region in Regions) SampleVolumes.Fill(sandbox, sandbox.State.Account(Reporting).Region(region), now);
        var seed = new IdSource(20260131);
        foreach (var account in sandbox.State.Accounts)
        {
            foreach (var region in Regions) SampleJobs.Fill(sandbox, account.Region(region), now, seed);
        }

        foreach (var account in sandbox.State.Accounts)
        {
            foreach (var region in Regions) SampleOtherJobs.Fill(sandbox, account.Region(region), Regions.First(other => other != region), now, seed);
        }

        var history = new IdSource(20260101);
        foreach (var account in sandbox.State.Accounts)
        {
            foreach (var region in Regions) SampleHistory.Fill(sandbox, account.Region(region), history);
        }

        return SampleRecords.Buckets(sandbox.State.Account(Reporting), now);
    }
}
