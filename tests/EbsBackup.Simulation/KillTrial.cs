using System.Text.Json;
using System.Text.Json.Nodes;
using EbsBackup.Policies;
using EbsBackup.Retention;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Ec2;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Simulation;

/// <summary>
/// One world over HTTP, in which real processes of the runner are killed (SIGKILL) at a moment that the seed draws, sometimes
/// two at once, and others come after them; then one clean run. The seed decides the world and the plan; when exactly a
/// kill strikes, the machine decides with it.
/// </summary>
internal sealed class KillTrial : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ebsbackup-kill");
    private readonly List<string> _history = [];
    private readonly Dictionary<string, RunnerProcess> _runs = [];
    private readonly HashSet<Snapshot> _snapshots = [];
    private readonly HashSet<string> _records = [];
    private readonly KillPace _pace;
    private readonly Random _random;
    private readonly Random _latency;
    private readonly bool _together;
    private readonly bool _soon;
    private readonly World _world;
    private readonly InvariantChecker _checker;
    private readonly SandboxServer _server;
    private RetentionRules _rules;

    private KillTrial(int seed, KillPace pace)
    {
        _pace = pace;
        _random = new Random(unchecked(seed * 23 + 11));
        _latency = new Random(seed);
        _together = _random.Next(10) < 3;
        _soon = _random.Next(4) == 0;
        _world = new World(ScenarioOf(seed), TimeProvider.System);
        _rules = _world.Scenario.Rules;
        _checker = new InvariantChecker(_world);
        _server = SandboxServer.Start(new SandboxOptions(), _world.Sandbox);
        _world.Sandbox.Faults.Hook = call => RunOf(call)?.Arrives(_latency);
        _world.Sandbox.Calls.Watcher = Saw;
        _history.Add(_world.Scenario.ToString());
    }

    public static async Task<KillResult> RunAsync(int seed, KillPace pace)
    {
        await using var trial = new KillTrial(seed, pace);
        return await trial.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        foreach (var run in _runs.Values) run.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<KillResult> RunAsync()
    {
        var slot = new Slot(_world.Now);
        var calls = await CallsOfALivingRunAsync(slot);
        _world.DecideWhatSnapshotsEndAs();
        var first = NewRun(slot, KillPlan.Draw(_random, calls, _pace));
        await Task.WhenAll(first.LiveAsync(), _together ? LaterAsync(NewRun(slot, plan: null)) : Task.CompletedTask);

        TimePasses(_soon ? TimeSpan.FromSeconds(_random.Next(200)) : TimeSpan.FromMinutes(_random.Next(9, 26 * 60)));
        if (_soon || _random.Next(2) == 0)
        {
            if (_random.Next(4) == 0) _rules = Scenario.AnyRules(_random);
            var again = _random.Next(2) == 0 ? slot : new Slot(_world.Now);
            await NewRun(again, _random.Next(3) == 0 ? KillPlan.Draw(_random, calls, _pace) : null).LiveAsync();
        }

        TimePasses(TimeSpan.FromHours(3));
        _world.Sandbox.Locked(MakeReadyForTheCleanRun);
        var clean = NewRun(new Slot(_world.Now), plan: null, isLast: true);
        await clean.LiveAsync();
        _pace.Saw(clean);
        _world.Sandbox.Locked(() =>
        {
            _checker.Finish(clean);
            return true;
        });
        var meant = _runs.Values.Where(r => r.Plan is not null).ToList();
        return new KillResult(
            _world.Scenario.Seed, _runs.Count, [.. meant.Where(r => r.WasKilled).Select(r => (r.Plan!.Kind, r.Phase))], meant.Count(r => !r.WasKilled), _checker.Violations, _history);
    }

    // Nobody waits minutes of real time for what EC2 lists late: where runs meet within the five minutes, it is a second, and no
    // snapshot fails, since an intent whose snapshot has failed is given 480 seconds before the slot is taken anew.
    private Scenario ScenarioOf(int seed) => Scenario.Of(seed) with
    {
        VisibilityDelay = TimeSpan.FromSeconds(_together || _soon ? _random.Next(2) : new[] { 0, 10, 60, 300 }[_random.Next(4)]),
        SnapshotDuration = TimeSpan.FromMilliseconds(new[] { 50, 400, 90_000, 1_200_000 }[_random.Next(4)]),
        FailedSnapshots = _together || _soon ? 0 : Scenario.Of(seed).FailedSnapshots,
        SnapshotLimits = false,
    };

    private RunnerProcess NewRun(Slot slot, KillPlan? plan, bool isLast = false)
    {
        var number = _runs.Count + 1;
        var path = Path.Combine(_folder.FullName, $"run{number}.json");
        File.WriteAllText(path, PolicyText());
        var run = new RunnerProcess(_world, _server, _checker, _history, number, slot, path)
        {
            Plan = plan,
            Rules = _rules,
            AcceptLargeDeletion = isLast || _random.Next(6) == 0,
            Wait = !isLast && _world.Scenario is { VisibilityDelay.Ticks: 0, SnapshotDuration.TotalSeconds: < 1 } && _random.Next(2) == 0,
            ListingComplete = true,
        };
        _runs[$"arn:aws:iam::{World.Account}:user/run{number}"] = run;
        return run;
    }

    private async Task LaterAsync(RunnerProcess run)
    {
        await Task.Delay(_random.Next(3) == 0 ? TimeSpan.Zero : _pace.StartUp * _random.NextDouble() * 1.5);
        await run.LiveAsync();
    }

    private string PolicyText()
    {
        var retention = new JsonObject();
        foreach (var (name, count) in new[]
        {
            ("keepLast", _rules.KeepLast), ("keepHourly", _rules.KeepHourly), ("keepDaily", _rules.KeepDaily),
            ("keepWeekly", _rules.KeepWeekly), ("keepMonthly", _rules.KeepMonthly), ("keepYearly", _rules.KeepYearly),
        })
        {
            if (count != 0) retention[name] = count;
        }

        if (_rules.KeepWithin is { } within) retention["keepWithin"] = within.ToString();
        retention["timeZone"] = _rules.TimeZone;
        return JsonSerializer.Serialize(new
        {
            name = World.Policy,
            selection = new { volumeIds = _world.Single, instanceIds = _world.Instances },
            regions = new[] { World.Region },
            records = new { bucketName = World.Bucket },
            retention,
        });
    }

    /// <summary>A run that lives, in this process and a world of the same seed.</summary>
    private async Task<int> CallsOfALivingRunAsync(Slot slot)
    {
        var world = new World(_world.Scenario, TimeProvider.System);
        var before = world.Sandbox.Calls.Records.Count;
        using var session = new AwsSession(new SessionOptions
        {
            Region = World.Region,
            EndpointUrl = $"https://seed{world.Scenario.Seed}.test",
            Credentials = () => new AccessKeys("AKIASANDBOXDEFAULT00", "secret"),
            Clock = world.Sandbox.Clock,
            HttpHandler = new SandboxHandler(world.Sandbox),
        });
        var run = new PolicyRun(session, new PolicyRunRequest { Policy = PolicyFile.Parse(PolicyText(), "policy"), Slot = slot });
        await foreach (var _ in run.ExecuteAsync()) continue;
        return world.Sandbox.Calls.Records.Count - before;
    }

    private void TimePasses(TimeSpan span)
    {
        _world.Sandbox.Clock.Advance(span);
        _world.Sandbox.Locked(() =>
        {
            _world.GoOn(_history);
            _snapshots.Clear();
            return true;
        });
    }

    private bool MakeReadyForTheCleanRun()
    {
        _world.Sandbox.SnapshotEnds.Clear();
        _world.Single.RemoveAll(v => _world.Ec2.Volumes.Find(v) is null);
        if (_world.Single.Count == 0 && !_world.Instances.Any()) _world.AddVolume();
        return true;
    }

    private RunnerProcess? RunOf(SandboxCallInfo call)
    {
        var run = _runs.GetValueOrDefault(call.CallerArn);
        if (run is not null && _snapshots.Count == 0) Remember();
        return run;
    }

    private void Remember()
    {
        _snapshots.UnionWith(_world.Ec2.Snapshots);
        _records.Clear();
        _records.UnionWith(_world.Keys(Records));
    }

    private static string Records => $"snapshots/{World.Account}/";

    /// <summary>A call has had its effect, and the sandbox waits: what is new, and what is gone?</summary>
    private void Saw(CallRecord call)
    {
        if (RunOf(call.Call) is not { } run) return;
        run.Saw(call);
        lock (_history) _history.Add($"{_world.Now:u} run {run.Number} call {run.Calls} {call.Operation} {string.Join(' ', call.ItemIds)} -> {call.Status} {call.ErrorCode}");
        switch (call.Operation)
        {
            case "CreateSnapshot" or "CreateSnapshots":
                foreach (var made in _world.Ec2.Snapshots.Where(_snapshots.Add).ToList()) _checker.Created(run, made);
                break;
            case "DeleteSnapshot":
                foreach (var gone in _snapshots.Where(s => _world.Ec2.Snapshots.Find(s.Id) is null).ToList())
                {
                    _snapshots.Remove(gone);
                    _checker.Deleted(run, gone);
                }

                break;
            case "PutObject" when call.Status < 400 && call.ItemIds[0].Contains("/_state/", StringComparison.Ordinal):
                _checker.RulesRemembered(run);
                break;
            case "PutObject" when call.Status < 400 && call.ItemIds[0][(World.Bucket.Length + 1)..] is var key && key.StartsWith(Records, StringComparison.Ordinal):
                _records.Add(key);
                break;
            case "DeleteObjects":
                var left = _world.Keys(Records).ToHashSet();
                foreach (var dropped in _records.Where(k => !left.Contains(k)).ToList())
                {
                    _records.Remove(dropped);
                    _checker.RecordDropped(run, Path.GetFileNameWithoutExtension(dropped));
                }

                break;
        }
    }
}
