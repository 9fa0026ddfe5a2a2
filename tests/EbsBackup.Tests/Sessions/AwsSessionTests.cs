using EbsBackup.Sandbox.Faults;
using EbsBackup.Sandbox.State;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.Sessions;

public sealed class AwsSessionTests : IDisposable
{
    private readonly SandboxAccount _account = new();

    public void Dispose() => _account.Dispose();

    [Theory]
    [InlineData("http://example.com")]
    [InlineData("http://10.0.0.1:5000")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("https://user:secret@example.com")]
    [InlineData("localhost:5000")]
    public void Endpoint_that_would_send_credentials_in_the_clear_is_refused(string address) =>
        Assert.Equal("InvalidEndpoint", Assert.Throws<EbsBackupException>(() => new AwsSession(new SessionOptions { EndpointUrl = address })).Error.Id);

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://[::1]:5000")]
    [InlineData("http://localhost:5000")]
    public void Endpoint_over_HTTPS_or_on_loopback_is_taken(string address) => new AwsSession(new SessionOptions { EndpointUrl = address }).Dispose();

    [Fact]
    public void Unknown_region_is_refused_with_the_nearest_known_one()
    {
        var error = Assert.Throws<EbsBackupException>(() => new AwsSession(new SessionOptions { Region = "us-esat-1" })).Error;
        Assert.Equal(("UnknownRegion", "us-esat-1"), (error.Id, error.TargetId));
        Assert.Contains("us-east-1", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eu-central-1")]
    [InlineData("us-gov-west-1")]
    [InlineData("cn-north-1")]
    [InlineData("ap-southeast-9")]
    [InlineData("eusc-de-east-1")]
    public void Known_and_new_well_formed_regions_are_taken(string name) => Assert.Equal(name, RegionName.Parse(name).Value);

    [Fact]
    public async Task Identity_is_asked_once()
    {
        var identity = await _account.Session.GetIdentityAsync();
        await _account.Session.GetIdentityAsync();
        Assert.Equal(("222222222222", "aws"), (identity.AccountId.Value, identity.Partition));
        Assert.Equal(1, _account.Sandbox.Calls.CountOf("GetCallerIdentity"));
    }

    [Fact]
    public async Task Role_is_assumed_when_needed_once_and_again_before_it_expires()
    {
        AddRole("backup", "222222222222", "secret-id");
        using var session = RoleSession("arn:aws:iam::333333333333:role/backup", "secret-id");
        Assert.Equal(0, _account.Sandbox.Calls.CountOf("AssumeRole"));
        Assert.Equal("333333333333", (await session.GetIdentityAsync()).AccountId.Value);
        await session.EC2(SandboxAccount.Region).DescribeVolumesAsync(new());
        Assert.Equal(1, _account.Sandbox.Calls.CountOf("AssumeRole"));
        _account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(56));
        await session.EC2(SandboxAccount.Region).DescribeVolumesAsync(new());
        Assert.Equal(2, _account.Sandbox.Calls.CountOf("AssumeRole"));
    }

    [Theory]
    [InlineData("arn:aws:iam::333333333333:role/unknown", "secret-id")]
    [InlineData("arn:aws:iam::333333333333:role/backup", "wrong")]
    [InlineData("arn:aws:iam::333333333333:role/backup", null)]
    public async Task Role_that_cannot_be_assumed_is_one_clear_error(string arn, string? externalId)
    {
        AddRole("backup", "222222222222", "secret-id");
        using var session = RoleSession(arn, externalId);
        var error = (await Assert.ThrowsAsync<EbsBackupException>(() => session.GetIdentityAsync())).Error;
        Assert.Equal(("RoleNotAssumable", arn), (error.Id, error.TargetId));
    }

    [Fact]
    public async Task Unknown_profile_names_those_that_exist()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "[work]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = hidden\n");
        using var session = new AwsSession(new SessionOptions { Region = "us-east-1", ProfileName = "wrok", ProfileLocation = file, EndpointUrl = "http://localhost:1" });
        var error = (await Assert.ThrowsAsync<EbsBackupException>(() => session.GetIdentityAsync())).Error;
        File.Delete(file);
        Assert.Equal(("UnknownProfile", "wrok"), (error.Id, error.TargetId));
        Assert.Contains("work", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreachable_endpoint_is_one_clear_error()
    {
        using var session = new AwsSession(new SessionOptions { Region = "us-east-1", EndpointUrl = "http://127.0.0.1:1", Credentials = () => new AccessKeys("AKIAEXAMPLE", "hidden") });
        var error = (await Assert.ThrowsAsync<EbsBackupException>(() => session.GetIdentityAsync())).Error;
        Assert.Equal(("Unreachable", ErrorCategory.ConnectionError), (error.Id, error.Category));
    }

    [Theory]
    [InlineData("ExpiredToken", "ExpiredToken")]
    [InlineData("InvalidClientTokenId", "InvalidCredentials")]
    [InlineData("SignatureDoesNotMatch", "InvalidCredentials")]
    [InlineData("AccessDenied", "AccessDenied")]
    [InlineData("RequestTimeTooSkewed", "ClockSkew")]
    public async Task Refusals_have_stable_ids(string code, string id)
    {
        _account.Sandbox.Faults.Hook = _ => Fault.Error(code, "refused", 403);
        Assert.Equal(id, (await Assert.ThrowsAsync<EbsBackupException>(() => _account.Session.GetIdentityAsync())).Error.Id);
    }

    [Fact]
    public async Task Clock_skew_is_read_from_the_answers()
    {
        Assert.NotNull(_account.Session.ClockSkew);
        await _account.Session.GetIdentityAsync();
        Assert.InRange(_account.Session.ClockSkew!.Value, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Secrets_show_nowhere()
    {
        var keys = new AccessKeys("AKIAEXAMPLE", "hidden-secret", "hidden-token");
        var options = new SessionOptions { Credentials = () => keys, ExternalId = "hidden-id" };
        Assert.DoesNotContain("hidden", $"{keys} {options} {new AwsSession(options)}", StringComparison.Ordinal);
    }

    private AwsSession RoleSession(string arn, string? externalId) => new(_account.Session.Options with { RoleArn = arn, ExternalId = externalId });

    private void AddRole(string name, string trusted, string externalId) =>
        _account.Sandbox.State.Account("333333333333").Roles[name] = new Role(name, [trusted], externalId);
}
