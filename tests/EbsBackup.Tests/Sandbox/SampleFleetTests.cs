using EbsBackup.Catalog;
using EbsBackup.Coverage;
using EbsBackup.OrgReport.Page;
using EbsBackup.Sandbox;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.Sandbox;

/// <summary>The sample fleet is what its page says of it.</summary>
public sealed class SampleFleetTests : IDisposable
{
    private readonly EbsBackup.Sandbox.Sandbox _sandbox = EbsBackup.Sandbox.Sandbox.Create(new SandboxOptions { SampleFleet = true });
    private readonly AwsSession _session;

    public SampleFleetTests() => _session = new AwsSession(new SessionOptions
    {
        Region = "us-east-1",
        EndpointUrl = "http://localhost:3",
        Credentials = () => new AccessKeys(_sandbox.DefaultKey.AccessKeyId, _sandbox.DefaultKey.SecretAccessKey),
        HttpHandler = new SandboxHandler(_sandbox),
    });

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Each_snapshot_has_its_record_but_one_and_one_record_has_no_snapshot()
    {
        var plan = await new CatalogRepairer(_session).PlanAsync(new CatalogRepairRequest(new CatalogLocation("ebs-backup-records")));

        Assert.Equal(["Create", "Drop"], plan.Decisions.Select(d => d.Action.ToString()).Order());
        Assert.True((await _session.S3(RegionName.Parse("us-east-1")).ListBucketsAsync()).Buckets.TrueForAll(b => b.CreationDate > DateTime.UtcNow.AddYears(-1)));
    }

    [Fact]
    public async Task Something_is_protected_by_each_something_by_nothing_and_something_opted_out()
    {
        var options = new CoverageOptions { ManagementRoleArn = "arn:aws:iam::111111111111:role/Backup-Report-Role" };
        var resources = new List<ResourceCoverage>();
        await foreach (var resource in new OrgCoverage(_session, options).ReadAsync(error => Assert.Fail(error.Message))) resources.Add(resource);

        Assert.Equal(5, resources.Select(r => r.AccountId).Distinct().Count());
        Assert.Contains(resources, r => r is { Status: CoverageStatus.Covered, ProtectedBy: "EbsBackup", ResourceType: "EC2" });
        Assert.Contains(resources, r => r is { Status: CoverageStatus.Covered, ProtectedBy: "AWS Backup", ResourceType: "RDS" });
        Assert.Contains(resources, r => r is { Status: CoverageStatus.Stale, ProtectedBy: "AWS Backup" });
        Assert.Contains(resources, r => r is { Status: CoverageStatus.Unprotected, ResourceName: "db-1 archive" });
        Assert.Contains(resources, r => r is { Status: CoverageStatus.OptedOut, ResourceName: "spare" });
    }
}
