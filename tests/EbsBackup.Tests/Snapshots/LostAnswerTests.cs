using EbsBackup.Catalog;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Ec2;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;
using RunInstancesRequest = Amazon.EC2.Model.RunInstancesRequest;

namespace EbsBackup.Tests.Snapshots;

/// <summary>What happens to a slot when nobody heard how its create call ended.</summary>
public sealed class LostAnswerTests : IDisposable
{
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(300);
    private readonly SandboxAccount _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Create_that_was_held_up_on_its_way_is_found_and_not_made_twice()
    {
        var request = await RequestAsync();
        using var network = new Network(_account.Sandbox) { HoldsUpFirstCreate = TimeSpan.FromSeconds(115) };
        using var session = _account.NewSession(network);
        var result = Assert.Single(await _account.TakeAsync(request, session));
        Assert.Equal(Assert.Single(Ec2.Snapshots).Id, result.Snapshot!.SnapshotId.Value);
    }

    [Fact]
    public async Task Create_of_a_killed_run_that_was_held_up_on_its_way_is_adopted_by_the_next_run_of_the_slot()
    {
        var request = await RequestAsync();
        using var network = new Network(_account.Sandbox) { HoldsUpFirstCreate = TimeSpan.FromSeconds(115), DiesAtCreate = 1 };
        using (var doomed = _account.NewSession(network)) await Record.ExceptionAsync(() => _account.TakeAsync(request, doomed));
        _account.Sandbox.Clock.Advance(TimeSpan.FromSeconds(115));
        await network.DeliverAsync();
        _account.Sandbox.Clock.Advance(TimeSpan.FromSeconds(186));
        Assert.Equal((TakeAction.Adopt, null), Assert.Single((await _account.TakeAsync(request)).Select(r => (r.Action, r.Error))));
        Assert.Single(Ec2.Snapshots);
    }

    [Fact]
    public async Task Intent_counts_from_the_latest_attempt()
    {
        var request = await RequestAsync();
        var once = 0;
        _account.Sandbox.Faults.Hook = call => call.Operation == "CreateSnapshot" && Interlocked.Increment(ref once) == 1 ? new Fault(FaultKind.ResetBefore) : null;
        using var network = new Network(_account.Sandbox) { DiesAtCreate = 2 };
        using (var doomed = _account.NewSession(network)) await Record.ExceptionAsync(() => _account.TakeAsync(request, doomed));
        Assert.Single(Ec2.Snapshots);
        _account.Sandbox.Clock.Advance(Ec2.Snapshots.Single().VisibleAt - TimeSpan.FromSeconds(5) - _account.Sandbox.Clock.GetUtcNow());
        Assert.Null(Assert.Single(await _account.TakeAsync(request)).Error);
        Assert.Single(Ec2.Snapshots);
    }

    [Fact]
    public async Task Intent_that_took_long_to_write_is_written_anew_before_the_create()
    {
        var request = await RequestAsync();
        var once = 0;
        _account.Sandbox.Faults.Hook = call =>
        {
            if (call.Operation == "PutObject" && _account.Sandbox.Calls.Records.Count(r => r.Operation == "PutObject") == 1 && Interlocked.Increment(ref once) == 1)
                _account.Sandbox.Clock.Advance(TimeSpan.FromSeconds(140));
            return null;
        };
        using var network = new Network(_account.Sandbox) { DiesAtCreate = 1 };
        using (var doomed = _account.NewSession(network)) await Record.ExceptionAsync(() => _account.TakeAsync(request, doomed));
        Assert.Equal(1, once);
        Ec2.Snapshots.Single().VisibleAt += TimeSpan.FromSeconds(115);
        _account.Sandbox.Clock.Advance(TimeSpan.FromSeconds(345));
        Assert.Null(Assert.Single(await _account.TakeAsync(request)).Error);
        Assert.Single(Ec2.Snapshots);
    }

    [Fact]
    public async Task Run_that_lost_its_lease_leaves_the_intents_that_may_be_anothers()
    {
        var request = await RequestAsync();
        using var network = new Network(_account.Sandbox)
        {
            BeforeCreate = async () =>
            {
                _account.Sandbox.Clock.Advance(TimeSpan.FromMinutes(6));
                await CatalogLease.AcquireAsync(new CatalogStore(_account.S3, SandboxAccount.Catalog), request.Policy, AccountId.Parse("222222222222"), SandboxAccount.Region, "another", _account.Sandbox.Clock, default);
            },
        };
        _account.Sandbox.Faults.Hook = call => call.Operation == "CreateSnapshot" ? new Fault(FaultKind.Throttle) : null;
        using var session = _account.NewSession(network);
        Assert.Equal("LeaseLost", Assert.Single(await _account.TakeAsync(request, session)).Error!.Id);
        Assert.Single(await _account.KeysAsync("snapshots/_intents/"));
    }

    [Fact]
    public async Task Set_that_is_listed_in_part_is_waited_for_to_the_last_snapshot()
    {
        var instance = await InstanceAsync();
        var once = 0;
        _account.Sandbox.Faults.Hook = call =>
        {
            if (call.Operation == "DescribeSnapshots" && Ec2.Snapshots.Count > 0 && Interlocked.Increment(ref once) == 1) Ec2.Snapshots.Last().VisibleAt = call.Time + Shown;
            return call.Operation == "CreateSnapshots" && Ec2.Snapshots.Count == 0 ? new Fault(FaultKind.ResetAfter) : null;
        };
        var results = await _account.TakeAsync(new TakeRequest { Volumes = new VolumeSelector { InstanceIds = [instance] }, Catalog = SandboxAccount.Catalog });
        Assert.Equal(2, results.Count);
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.Equal(2, Ec2.Snapshots.Count);
    }

    [Fact]
    public async Task Failed_snapshot_of_a_lost_answer_is_recorded_and_another_is_made()
    {
        _account.Sandbox.SnapshotEnds.Enqueue("error");
        var request = await RequestAsync();
        var once = 0;
        _account.Sandbox.Faults.Hook = call => call.Operation == "CreateSnapshot" && Interlocked.Increment(ref once) == 1 ? new Fault(FaultKind.TimeoutAfter) : null;
        using var network = new Network(_account.Sandbox);
        using var session = _account.NewSession(network);
        var result = Assert.Single(await _account.TakeAsync(request with { Wait = true }, session));
        Assert.Null(result.Error);
        Assert.Equal(2, Ec2.Snapshots.Count);
        Assert.Equal(Ec2.Snapshots.Select(s => s.Id).Order(), (await _account.KeysAsync("snapshots/222222222222/")).Select(k => k.Split('/')[^1].Replace(".json", "")).Order());
    }

    [Fact]
    public async Task Failed_snapshots_of_a_lost_answer_that_cannot_be_finished_now_keep_their_intents_for_the_next_run()
    {
        var request = new TakeRequest { Volumes = new VolumeSelector { InstanceIds = [await InstanceAsync()] }, Catalog = SandboxAccount.Catalog };
        _account.Sandbox.SnapshotEnds.Enqueue("error");
        _account.Sandbox.SnapshotEnds.Enqueue("error");
        _account.Sandbox.Faults.Hook = call =>
        {
            if (call.Operation != "CreateSnapshots") return call.Operation == "CreateTags" ? Fault.Error("UnauthorizedOperation", "You are not authorized.", 403) : null;
            return new Fault(FaultKind.ResetAfter);
        };
        using var network = new Network(_account.Sandbox);
        using (var session = _account.NewSession(network)) Assert.All(await _account.TakeAsync(request, session), r => Assert.NotNull(r.Error));
        Assert.Equal(2, (await _account.KeysAsync("snapshots/_intents/")).Count);

        _account.Sandbox.Faults.Hook = null;
        _account.Sandbox.Clock.Advance(TimeSpan.FromHours(1));
        await _account.TakeAsync(request);
        Assert.All(Ec2.Snapshots, s => Assert.NotNull(s.Tags[OwnershipTags.VolumeKey]));
        Assert.Equal(4, (await _account.KeysAsync("snapshots/222222222222/")).Count);
    }

    private Ec2Region Ec2 => _account.Sandbox.State.Account("222222222222").Region("us-east-1").Ec2;

    private static Amazon.EC2.Model.BlockDeviceMapping Device(string name) => new() { DeviceName = name, Ebs = new Amazon.EC2.Model.EbsBlockDevice { VolumeSize = 8 } };

    private async Task<InstanceId> InstanceAsync() => InstanceId.Parse((await _account.EC2.RunInstancesAsync(new RunInstancesRequest("ami-0123456789abcdef0", 1, 1)
    {
        BlockDeviceMappings = [Device("/dev/xvda"), Device("/dev/sdf")],
    })).Reservation.Instances[0].InstanceId);

    private async Task<TakeRequest> RequestAsync() => new()
    {
        Volumes = new VolumeSelector { VolumeIds = [await _account.VolumeAsync()] },
        Catalog = SandboxAccount.Catalog,
        Slot = new Slot(_account.Sandbox.Clock.GetUtcNow()),
    };

    /// <summary>Shows each new snapshot as late as EC2 does, holds the first create up on its way, or ends with a create.</summary>
    private sealed class Network(EbsBackup.Sandbox.Sandbox sandbox) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _sandbox = new(new SandboxHandler(sandbox));
        private (HttpRequestMessage Request, DateTimeOffset Due)? _late;
        private int _creates;
        private bool _dead;

        public TimeSpan HoldsUpFirstCreate { get; init; }

        public int DiesAtCreate { get; init; }

        public Func<Task> BeforeCreate { get; init; } = () => Task.CompletedTask;

        public async Task DeliverAsync()
        {
            var request = _late!.Value.Request;
            _late = null;
            await SendLateShownAsync(request);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_dead) throw new OperationCanceledException("killed");
            if (_late is { } late && sandbox.Clock.GetUtcNow() >= late.Due) await DeliverAsync();
            if (request.Content is null || !(await request.Content.ReadAsStringAsync(cancellationToken)).Contains("Action=CreateSnapshot", StringComparison.Ordinal))
                return await _sandbox.SendAsync(request, cancellationToken);

            await BeforeCreate();
            _dead = ++_creates == DiesAtCreate;
            if (_creates == 1 && HoldsUpFirstCreate > TimeSpan.Zero) _late = (await CopiedAsync(request), sandbox.Clock.GetUtcNow() + HoldsUpFirstCreate);
            var answer = _late is null ? await SendLateShownAsync(request) : null;
            return _dead || answer is null ? throw new TaskCanceledException("gave up", new TimeoutException()) : answer;
        }

        private async Task<HttpResponseMessage> SendLateShownAsync(HttpRequestMessage request)
        {
            var ec2 = sandbox.State.Account("222222222222").Region("us-east-1").Ec2;
            var before = ec2.Snapshots.ToHashSet();
            try
            {
                return await _sandbox.SendAsync(request, CancellationToken.None);
            }
            finally
            {
                foreach (var made in ec2.Snapshots.Where(s => !before.Contains(s))) made.VisibleAt = sandbox.Clock.GetUtcNow() + Shown;
            }
        }

        private static async Task<HttpRequestMessage> CopiedAsync(HttpRequestMessage request)
        {
            var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync()) };
            foreach (var (name, values) in request.Headers.NonValidated) copy.Headers.TryAddWithoutValidation(name, values);
            foreach (var (name, values) in request.Content!.Headers.NonValidated) copy.Content.Headers.TryAddWithoutValidation(name, values);
            return copy;
        }
    }
}
