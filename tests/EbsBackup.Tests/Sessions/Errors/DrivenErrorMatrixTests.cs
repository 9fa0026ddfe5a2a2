using System.Collections.Concurrent;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Selection;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests.Sessions.Errors;

/// <summary>Every error that AWS can give to every kind of call, given to the real executors: they do what the table says.</summary>
public sealed class DrivenErrorMatrixTests
{
    // As FailureGate has it.
    private const int Denials = 10;

    public static TheoryData<string> Operations => new(ErrorScenario.All.Select(s => s.Operation));

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Executors_do_what_the_table_says(string operation)
    {
        var scenario = ErrorScenario.All.Single(s => s.Operation == operation);
        var (errors, calls, _) = await RunAsync(scenario, null, 0);
        Assert.NotEmpty(errors);
        Assert.All(errors, Assert.Null);

        // Most cells wait for the SDK's backoff, side by side.
        var wrong = new ConcurrentBag<string>();
        var cells = AwsFailure.All.Where(f => f.Fault is not null);
        await Parallel.ForEachAsync(cells, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (failure, _) =>
        {
            var response = failure.Error(ErrorPage.ActionOf(operation)).Response;
            try
            {
                await CheckAsync(scenario, failure, response, errors.Count, calls);
            }
            catch (Exception e)
            {
                wrong.Add($"{failure.Name}, {response}: {e.GetType().Name} {e.Message.ReplaceLineEndings(" ")}");
            }
        });
        Assert.Empty(wrong.Order());
    }

    /// <summary>The call comes when the snapshots are gone: whatever it fails with, they are told of, and the next run puts the records right.</summary>
    [Fact]
    public async Task Deletions_count_although_their_records_cannot_be_dropped_and_a_later_run_drops_them()
    {
        var wrong = new ConcurrentBag<string>();
        var cells = AwsFailure.All.Where(f => f.Fault is not null);
        await Parallel.ForEachAsync(cells, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (failure, _) =>
        {
            try
            {
                await CheckDropAsync(failure);
            }
            catch (Exception e)
            {
                wrong.Add($"{failure.Name}: {e.GetType().Name} {e.Message.ReplaceLineEndings(" ")}");
            }
        });
        Assert.Empty(wrong.Order());
    }

    private static async Task CheckDropAsync(AwsFailure failure)
    {
        using var account = new SandboxAccount(now: DateTimeOffset.UtcNow.AddDays(-20), endpointUrl: "http://localhost:2");
        var work = await ErrorScenario.ExpiryAsync(account);
        if (account.Sandbox.Clock.GetUtcNow() < DateTimeOffset.UtcNow) account.Sandbox.Clock.MoveTo(DateTimeOffset.UtcNow);
        account.Sandbox.Faults.Hook = call => call.Operation == "DeleteObjects" ? failure.Fault : null;
        var errors = await work();
        var expected = failure.Error("s3:DeleteObject");
        Assert.Equal((20, Outcome.Partial), (errors.Count(e => e is null), OutcomeOf(errors)));
        Assert.All(errors.OfType<EbsBackupError>(), e => Assert.Equal((expected.Id, expected.Response), (e.Id, e.Response)));
        Assert.Equal(20, (await account.SnapshotsAsync()).Count);
        account.Sandbox.Faults.Hook = null;
        Assert.All(await work(), Assert.Null);
        Assert.Equal(20, (await account.KeysAsync("snapshots/222222222222/")).Count);
        Assert.Empty(await account.KeysAsync("snapshots/_deletions/"));
    }

    [Fact]
    public async Task Record_that_S3_refuses_to_drop_among_others_is_named_and_the_others_go()
    {
        using var account = new SandboxAccount(now: DateTimeOffset.UtcNow.AddDays(-20), endpointUrl: "http://localhost:2");
        var work = await ErrorScenario.ExpiryAsync(account);
        var kept = (await account.KeysAsync("snapshots/222222222222/"))[0];
        var denial = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::{{SandboxAccount.Bucket}}/{{kept[..kept.LastIndexOf('/')]}}/*"}]}""";
        await account.S3.PutBucketPolicyAsync(SandboxAccount.Bucket, denial);
        var errors = await work();
        var error = Assert.Single(errors.OfType<EbsBackupError>());
        Assert.Equal("RecordNotDropped", error.Id);
        Assert.StartsWith(kept[..kept.LastIndexOf('/')], error.TargetId, StringComparison.Ordinal);
        Assert.Contains("AccessDenied", error.Message, StringComparison.Ordinal);
        Assert.Equal(21, (await account.KeysAsync("snapshots/222222222222/")).Count);
        await account.S3.DeleteBucketPolicyAsync(SandboxAccount.Bucket);
        Assert.All(await work(), Assert.Null);
        Assert.Equal(20, (await account.KeysAsync("snapshots/222222222222/")).Count);
        Assert.Empty(await account.KeysAsync("snapshots/_deletions/"));
    }

    [Fact]
    public async Task Backups_that_exist_do_not_show_that_more_may_be_taken()
    {
        using var account = new SandboxAccount();
        var volumes = new List<VolumeId>();
        for (var n = 0; n < 60; n++) volumes.Add(await account.VolumeAsync());
        var request = new TakeRequest { Volumes = new VolumeSelector { VolumeIds = volumes }, Slot = new Slot(account.Sandbox.Clock.GetUtcNow()) };
        await account.TakeAsync(request with { Volumes = new VolumeSelector { VolumeIds = [.. volumes.Take(20)] } });
        account.Sandbox.Faults.Add(new DenyRule("ec2:CreateSnapshot"));
        var results = await account.TakeAsync(request);
        Assert.Equal((20, 40), (results.Count(r => r.Error is null), results.Count(r => r.Error is not null)));
        Assert.InRange(account.Sandbox.Calls.CountOf("CreateSnapshot") - 20, Denials, Denials + 7);
    }

    private static async Task CheckAsync(ErrorScenario scenario, AwsFailure failure, FailureResponse response, int items, int calls)
    {
        var id = failure.Error(ErrorPage.ActionOf(scenario.Operation)).Id;
        if (response is FailureResponse.Retry or FailureResponse.LookFirst or FailureResponse.Answer || scenario.Workers > 0)
        {
            // EC2 says that a snapshot is unknown only when it is asked for by id.
            if (scenario.Workers == 0 && response == FailureResponse.Answer) return;
            var (errors, made, failed) = await RunAsync(scenario, failure, 1);
            var reported = errors.OfType<EbsBackupError>().ToArray();
            Assert.Equal(1, failed);
            switch (response)
            {
                case FailureResponse.Retry or FailureResponse.LookFirst:
                    Assert.Empty(reported);
                    Assert.Equal(response == FailureResponse.LookFirst && failure.Fault!.Kind == FaultKind.TimeoutAfter ? calls : calls + 1, made);
                    break;
                case FailureResponse.Answer:
                    Assert.Empty(reported);
                    break;
                case FailureResponse.Skip when failure.Name == "InvalidSnapshot.InUse" && scenario.Operation == "DeleteSnapshot":
                    Assert.Empty(reported);
                    break;
                case FailureResponse.Skip or FailureResponse.SkipThenStopAccount:
                    Assert.Equal((id, response), (Assert.Single(reported).Id, reported[0].Response));
                    Assert.Equal((items, Outcome.Partial), (errors.Count, OutcomeOf(errors)));
                    break;
            }
        }

        if (response is FailureResponse.SkipThenStopAccount or FailureResponse.StopAccount or FailureResponse.StopRun)
        {
            var (errors, _, failed) = await RunAsync(scenario, failure, int.MaxValue);
            var most = scenario.Workers == 0 ? 1 : scenario.Workers + (response == FailureResponse.SkipThenStopAccount ? Denials - 1 : 0);

            // The lease is given back by the call that writes the records.
            Assert.InRange(failed, 1, most + (scenario.Operation == "PutObject" ? 1 : 0));
            Assert.Equal(scenario.Workers == 0 ? 1 : items, errors.Count);
            Assert.Equal(Outcome.Failed, OutcomeOf(errors));
            Assert.All(errors, e => Assert.Contains(e!.Id, new[] { id, "NotAttempted", scenario.Operation == "AssumeRole" ? "RoleNotAssumable" : id }));
            Assert.Contains(errors, e => e!.Id != "NotAttempted" && (e.Response == response || scenario.Operation == "AssumeRole"));
            Assert.Equal(scenario.Workers > 0, errors.Any(e => e!.Id == "NotAttempted"));
        }
    }

    /// <summary>Does the work with so many calls failing: the errors by item, the calls made, the calls that failed.</summary>
    private static async Task<(IReadOnlyList<EbsBackupError?> Errors, int Calls, int Failed)> RunAsync(ErrorScenario scenario, AwsFailure? failure, int times)
    {
        using var account = new SandboxAccount(now: DateTimeOffset.UtcNow.AddDays(-20), endpointUrl: "http://localhost:2");
        var work = await scenario.PrepareAsync(account);

        // In real time: for a clock that is wrong the SDK corrects its own and sends again.
        if (account.Sandbox.Clock.GetUtcNow() < DateTimeOffset.UtcNow) account.Sandbox.Clock.MoveTo(DateTimeOffset.UtcNow);
        var (calls, failed) = (0, 0);
        account.Sandbox.Faults.Hook = call =>
        {
            if (call.Operation != scenario.Operation || ++calls <= scenario.Skip || failure is null || failed >= times) return null;
            failed++;
            return failure.Fault;
        };
        IReadOnlyList<EbsBackupError?> errors;
        try
        {
            errors = await work();
        }
        catch (EbsBackupException e)
        {
            errors = [e.Error];
            if (scenario.Workers == 0) Assert.Equal(0, account.Sandbox.Calls.CountOf("CreateSnapshot*"));
        }

        if (scenario.Operation is "CreateSnapshot" or "CreateSnapshots")
        {
            var volumes = (await account.SnapshotsAsync()).Select(s => s.VolumeId).ToArray();
            Assert.Equal(volumes.Distinct().Count(), volumes.Length);
        }

        return (errors, calls, failed);
    }

    private static Outcome OutcomeOf(IEnumerable<EbsBackupError?> errors)
    {
        var tally = new OutcomeTally();
        foreach (var error in errors) tally.Add(error);
        return tally.Outcome;
    }
}
