using EbsBackup.Coverage;
using EbsBackup.OrgReport.Page;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.Coverage;

/// <summary>What no failure may do: make anything look better protected than it is.</summary>
public sealed class CoveragePropertyTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly EbsBackupError Refused = new("AccessDenied", ErrorCategory.PermissionDenied, "x", "refused", "ask");
    private static readonly CoverageRules Rules = new(Now, TimeSpan.FromHours(25), ["out"]);

    [Fact]
    public void A_failure_never_makes_anything_covered_that_was_not()
    {
        var (lost, kept) = (0, 0);
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var facts = Facts(random);
            var before = CoveragePlanner.Judge(facts, Rules).ToDictionary(r => r.ResourceId);
            var broken = facts;
            for (var failures = random.Next(1, 4); failures > 0; failures--) broken = Break(random, broken);

            foreach (var after in CoveragePlanner.Judge(broken, Rules))
            {
                // A row that stands for a listing is unknown by itself.
                if (!before.TryGetValue(after.ResourceId, out var was))
                {
                    Assert.True(after.Status == CoverageStatus.Unknown, $"seed {seed}: {after}");
                    continue;
                }

                // What opted out may be protected all the same.
                if (after.Status == CoverageStatus.Covered)
                    Assert.True(was.Status == CoverageStatus.Covered || (was is { Status: CoverageStatus.OptedOut, Newest: { } newest } && Rules.IsFresh(newest)), $"seed {seed}: {was} became {after}");
                if (after.Status == CoverageStatus.Unprotected) Assert.True(was.Status == CoverageStatus.Unprotected, $"seed {seed}: {was} became {after}");
                if (after.Status == CoverageStatus.OptedOut) Assert.True(was.Status == CoverageStatus.OptedOut, $"seed {seed}: {was} became {after}");
                if (after.Newest > was.Newest || (was.Newest is null && after.Newest is not null)) Assert.Fail($"seed {seed}: {was} became {after}");
                if (was.Status == CoverageStatus.Covered && after.Status == CoverageStatus.Unknown) lost++;
                if (was.Status == after.Status) kept++;
            }
        }

        Assert.True(lost > 5_000 && kept > 5_000, $"{lost} lost, {kept} kept: nothing was tried");
    }

    [Fact]
    public void What_is_covered_has_a_backup_that_is_fresh()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var facts = Facts(random);
            if (random.Next(2) == 0) facts = Break(random, facts);
            foreach (var resource in CoveragePlanner.Judge(facts, Rules).Where(r => r.Status == CoverageStatus.Covered))
            {
                Assert.True(resource is { Newest: { } newest, ProtectedBy: not null } && Now - newest <= Rules.MaxAge, $"seed {seed}: {resource}");
            }
        }
    }

    /// <summary>The same on the wire: a call of any kind, in any account and Region, fails in any of the ways AWS has.</summary>
    [Fact]
    public async Task A_call_that_fails_never_makes_anything_covered_that_was_not()
    {
        // As 400: the SDK takes a 403 of a frozen clock for its own clock's error, waits and sends again.
        string[] failures = ["AccessDeniedException", "UnauthorizedOperation", "ExpiredToken", "InvalidParameterValue", "OptInRequired"];
        string[] operations =
        [
            "DescribeVolumes", "DescribeInstances", "DescribeSnapshots", "DescribeRegions", "ListProtectedResources", "ListBackupVaults",
            "ListRecoveryPointsByBackupVault", "ListRecoveryPointsByResource", "AssumeRole", "GetCallerIdentity",
        ];
        Dictionary<(string, string, string), ResourceCoverage> before;
        using (var fleet = CoverageFleet.OfEverything()) before = (await ReadAsync(fleet, allRegions: true)).ToDictionary(Key);
        Assert.Contains(before.Values, r => r.Status == CoverageStatus.Covered);

        var unknown = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            using var fleet = CoverageFleet.OfEverything();
            var (operation, failure, count) = (operations[seed % operations.Length], failures[random.Next(failures.Length)], random.Next(1, 4));
            var account = random.Next(3) == 0 ? CoverageFleet.Member : null;
            fleet.Sandbox.Faults.Hook = call => call.Operation == operation && (account is null || call.AccountId == account) && count-- > 0
                ? Fault.Error(failure, "no", 400) : null;
            List<ResourceCoverage> after;
            try
            {
                after = await ReadAsync(fleet, allRegions: operation == "DescribeRegions");
            }
            catch (EbsBackupException)
            {
                // The accounts are not known, so that nothing is said of any.
                continue;
            }

            foreach (var resource in after)
            {
                var was = before.TryGetValue(Key(resource), out var known) ? known.Status : CoverageStatus.Unknown;
                if (resource.Status == CoverageStatus.Covered) Assert.True(was == CoverageStatus.Covered, $"seed {seed}, {operation} {failure}: {resource}");
                if (resource.Status == CoverageStatus.Unknown) unknown++;
            }

            // Nothing vanishes either: what is not there any more is in a row that says why.
            var there = after.Select(Key).ToHashSet();
            Assert.All(before.Values.Where(r => !there.Contains(Key(r))), gone => Assert.Contains(
                after, r => r.AccountId == gone.AccountId && r.Status == CoverageStatus.Unknown && (r.Region.Length == 0 || r.Region == gone.Region)));
        }

        Assert.True(unknown > 80, $"{unknown} unknown: nothing was tried");
    }

    private static async Task<List<ResourceCoverage>> ReadAsync(CoverageFleet fleet, bool allRegions) =>
        (await fleet.ReadAsync(CoverageFleet.Options with { AllRegions = allRegions })).Resources;

    private static (string, string, string) Key(ResourceCoverage resource) => (resource.AccountId, resource.Region, resource.ResourceId);

    private static CoverageFacts Break(Random random, CoverageFacts facts) => random.Next(5) switch
    {
        0 => facts with { Volumes = new("v", [], Refused) },
        1 => facts with { Instances = new("i", [], Refused) },
        2 => facts with { Snapshots = new("s", [], Refused) },
        3 => facts with { Protected = new("p", [], Refused) },
        _ => facts with { Protected = facts.Protected with { Items = [.. facts.Protected.Items.Select(p => random.Next(2) == 0 ? p : p with { Time = null, Error = Refused })] } },
    };

    private static CoverageFacts Facts(Random random)
    {
        string[] instances = ["i-1", "i-2", "i-3"];
        var volumes = Enumerable.Range(1, random.Next(1, 6)).Select(n => new VolumeFacts(
            $"vol-{n}", Tags(random), [.. instances.Where(_ => random.Next(4) == 0).Select(i => new AttachmentFacts(i, random.Next(3) == 0 ? null : Age(random)))])).ToList();
        return new CoverageFacts
        {
            Account = new FleetAccount(AccountId.Parse("333333333333")),
            Region = "us-east-1",
            Volumes = new("v", volumes),

            // EC2's two listings are of two moments: an instance may name volumes that are not there, or not name one that is.
            Instances = new("i", [.. instances.Where(_ => random.Next(3) > 0).Select(i => new InstanceFacts(
                i, Tags(random), [.. volumes.Where(v => v.Attachments.Any(a => a.InstanceId == i) != (random.Next(10) == 0)).Select(v => v.Id), .. random.Next(10) == 0 ? ["vol-9"] : (string[])[]]))]),
            Snapshots = new("s", [.. volumes.Where(_ => random.Next(2) == 0).Select(v => new OwnBackup(v.Id, "snap-" + v.Id, Age(random)))]),
            Protected = new("p",
            [
                .. volumes.Where(_ => random.Next(3) == 0).Select(v => Point(random, "EBS", $"arn:aws:ec2:us-east-1:3:volume/{v.Id}")),
                .. instances.Where(_ => random.Next(3) == 0).Select(i => Point(random, "EC2", $"arn:aws:ec2:us-east-1:3:instance/{i}")),
                .. Enumerable.Range(0, random.Next(3)).Select(n => Point(random, "RDS", $"arn:aws:rds:us-east-1:3:db:{n}")),
            ]),
        };
    }

    private static ProtectedFacts Point(Random random, string type, string arn) => new(arn, type, null, random.Next(4) == 0 ? null : Age(random), "arn");

    private static DateTimeOffset Age(Random random) => Now.AddHours(-random.Next(50));

    private static Dictionary<string, string> Tags(Random random) => random.Next(6) == 0 ? new() { ["out"] = "yes" } : [];
}
