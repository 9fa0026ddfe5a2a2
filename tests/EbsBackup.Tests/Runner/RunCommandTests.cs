using System.CommandLine;
using System.Text.Json;
using EbsBackup.Runner.Commands;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.Runner;

public sealed class RunCommandTests : IAsyncDisposable
{
    private const string Policy = """{"name":"default","selection":{"tags":{"backup":"daily"}},"regions":["us-east-1"],"records":{"bucketName":"ebs-backup-records"}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ebsbackup-run");
    private readonly SandboxServer _server = SandboxServer.Start(new SandboxOptions { SampleFleet = true });

    public RunCommandTests() => LocalEndpoints.Register(_server.EndpointUrl, new AccessKeys(_server.AccessKeyId, _server.SecretAccessKey), _server.Sandbox.Clock);

    public async ValueTask DisposeAsync()
    {
        LocalEndpoints.Unregister(_server.EndpointUrl);
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_thing_done_is_a_line_and_the_last_line_counts_them()
    {
        var (exitCode, output, error) = await RunAsync(Policy);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(4, output.Count(l => l.StartsWith("Create snap-", StringComparison.Ordinal) && l.EndsWith(" in us-east-1 pending", StringComparison.Ordinal)));
        Assert.Contains(output, l => l.StartsWith("Delete snap-", StringComparison.Ordinal) && l.EndsWith(" UTC (no rule keeps it)", StringComparison.Ordinal));
        Assert.Contains(output, l => l.StartsWith("Skip   snap-", StringComparison.Ordinal) && l.Contains("in use by an AMI", StringComparison.Ordinal));
        Assert.DoesNotContain(output, l => l.StartsWith("Keep", StringComparison.Ordinal));
        Assert.Matches("^Succeeded: 4 taken, 0 adopted, [1-9][0-9]* deleted, [1-9][0-9]* kept, [1-9] left alone, 0 not done.$", output[^1]);
    }

    [Fact]
    public async Task What_if_tells_what_stays_too_and_calls_nothing_that_changes()
    {
        var (exitCode, output, _) = await RunAsync(Policy, "--what-if");
        Assert.Equal(0, exitCode);
        Assert.Contains(output, l => l.StartsWith("Create a snapshot of vol-", StringComparison.Ordinal) && l.EndsWith("(tagged backup=daily)", StringComparison.Ordinal));
        Assert.Contains(output, l => l.StartsWith("Keep   snap-", StringComparison.Ordinal) && l.Contains("keepWithin", StringComparison.Ordinal));
        Assert.StartsWith("Would be: 4 taken", output[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Sandbox.Calls.Records, r => r.Operation is "CreateSnapshot" or "DeleteSnapshot" or "PutObject" or "DeleteObjects");
    }

    [Fact]
    public async Task Json_is_an_object_a_line_with_the_outcome_last()
    {
        _server.Sandbox.Faults.Add(new FaultRule(Fault.Error("IncorrectState", "no")) { Operation = "CreateSnapshot", Count = 1 });
        var (exitCode, output, error) = await RunAsync(Policy, "--json", "--slot", "2026-01-31T23:30:00+01:00");
        Assert.Equal((3, ""), (exitCode, error));
        var lines = output.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(("Partial", 3, 1), (lines[^1].GetProperty("outcome").GetString(), lines[^1].GetProperty("created").GetInt32(), lines[^1].GetProperty("failed").GetInt32()));
        var failed = lines.Single(l => l.TryGetProperty("error", out _));
        Assert.Equal(("Take", "Rejected"), (failed.GetProperty("step").GetString(), failed.GetProperty("error").GetProperty("id").GetString()));
        Assert.StartsWith("vol-", failed.GetProperty("error").GetProperty("targetId").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, _server.Sandbox.WriteState().AsSpan().Count("2026-01-31T22:30:00Z\""u8) / 2);
    }

    [Fact]
    public async Task Nothing_done_is_exit_code_1_with_a_line_of_error_each()
    {
        _server.Sandbox.Faults.Add(new DenyRule("ec2:*"));
        var (exitCode, output, error) = await RunAsync(Policy);
        Assert.Equal((1, "Failed: 0 taken, 0 adopted, 0 deleted, 0 kept, 0 left alone, 2 not done."), (exitCode, Assert.Single(output)));
        Assert.All(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), l => Assert.StartsWith("ebsbackup run: ", l, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"selektion":{}}""", "/selektion")]
    [InlineData("""{"retention":{"keepDaily":7}}""", "does not say which volumes")]
    [InlineData("""{"selection":{"tags":{"a":"b"}},"regions":["eu-north-9"]}""", "")]
    public async Task Policy_that_cannot_be_run_is_one_error_and_exit_code_1(string policy, string why)
    {
        var (exitCode, _, error) = await RunAsync(policy);
        Assert.Equal(1, exitCode);
        Assert.Contains(why, error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0], StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Sandbox.Calls.Records, r => r.Operation == "CreateSnapshot");
    }

    [Fact]
    public void Slot_that_is_no_instant_and_a_missing_policy_are_misuse()
    {
        Assert.NotEmpty(EbsBackupCommand.Create().Parse(["run", "--policy", "p", "--slot", "2026-01-31"]).Errors);
        Assert.NotEmpty(EbsBackupCommand.Create().Parse(["run"]).Errors);
        Assert.Empty(EbsBackupCommand.Create().Parse(["run", "--policy", "p", "--slot", "2026-01-31T23:30:00Z", "--role-arn", "r", "--external-id", "e", "--profile", "p"]).Errors);
    }

    [Fact]
    public async Task Run_that_is_stopped_is_not_a_success()
    {
        using var stop = new CancellationTokenSource();
        _server.Sandbox.Faults.Hook = call =>
        {
            if (call.Operation == "DeleteSnapshot") stop.Cancel();
            return null;
        };
        var (exitCode, output, error) = await RunAsync(Policy, stop.Token);
        Assert.Equal(3, exitCode);
        Assert.Contains("stopped before its end", error, StringComparison.Ordinal);
        Assert.StartsWith("Partial: 4 taken", output[^1], StringComparison.Ordinal);
        _server.Sandbox.Faults.Clear();
        Assert.Equal(0, (await RunAsync(Policy)).ExitCode);
    }

    private Task<(int ExitCode, string[] Output, string Error)> RunAsync(string policy, params string[] more) => RunAsync(policy, CancellationToken.None, more);

    private async Task<(int ExitCode, string[] Output, string Error)> RunAsync(string policy, CancellationToken cancellationToken, params string[] more)
    {
        var path = Path.Combine(_folder.FullName, "policy.json");
        await File.WriteAllTextAsync(path, policy, CancellationToken.None);
        using StringWriter output = new(), error = new();
        var exitCode = await EbsBackupCommand.Create().Parse(["run", "--policy", path, "--endpoint-url", _server.EndpointUrl.ToString(), .. more])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, cancellationToken);
        return (exitCode, output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), error.ToString());
    }
}
