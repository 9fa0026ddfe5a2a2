using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EbsBackup.Catalog;
using EbsBackup.Retention;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Selection;
using EbsBackup.Snapshots;

namespace EbsBackup.Simulation;

/// <summary>One run of the policy by a real <c>ebsbackup run</c> in a process of its own, which may be killed like any other.</summary>
internal sealed class RunnerProcess(World world, SandboxServer server, InvariantChecker checker, List<string> history, int number, Slot slot, string policy)
    : CheckedRun(world, number, slot), IDisposable
{
    // <root>/shared/Microsoft.NETCore.App/<version>/
    private static readonly string Host = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(90);

    private readonly World _world = world;
    private readonly Process _process = new();
    private readonly Stopwatch _life = new();
    private IReadOnlyList<string> _volumes = [];
    private InvariantChecker.Judgement? _judgement;
    private int _leaseWrites;
    private bool _wrote;
    private bool _expires;

    public KillPlan? Plan { get; init; }

    public string AccessKeyId => $"AKIARUN{Number:d13}";

    public int Calls { get; private set; }

    /// <summary>It was killed before it could tell how it went.</summary>
    public bool WasKilled { get; private set; }

    /// <summary>From its start to its first call; zero when it made none.</summary>
    public TimeSpan StartUp { get; private set; }

    public TimeSpan Length { get; private set; }

    public RunPhase Phase =>
        Calls == 0 ? RunPhase.StartUp
        : !_wrote ? RunPhase.Reading
        : !_expires ? RunPhase.Taking
        : _leaseWrites < 4 ? RunPhase.Expiring
        : RunPhase.Done;

    /// <summary>Lives until it ends or is killed.</summary>
    public async Task LiveAsync()
    {
        _world.Sandbox.State.AddKey(new(AccessKeyId, "secret", World.Account, $"arn:aws:iam::{World.Account}:user/run{Number}", "AIDARUN"));
        (_volumes, _judgement) = _world.Sandbox.Locked(() => (checker.VolumesToTake(), checker.SnapshotsToJudge(this)));
        Start();
        Note($"begins: slot {Slot}, rules {Rules}, accepts {AcceptLargeDeletion}, waits {Wait}{(Plan is null ? "" : $", dies {Plan}")}");
        if (Plan is { Kind: KillMoment.AfterStart } early) After(early.Delay);
        var errors = _process.StandardError.ReadToEndAsync();
        var watch = Task.Delay(LongestLife).ContinueWith(_ => Hangs(), TaskScheduler.Default);
        var outcome = await HearAsync();
        await _process.WaitForExitAsync();
        Length = _life.Elapsed;
        _world.Sandbox.Locked(() => Judge(outcome, errors.Result));
    }

    /// <summary>A call of this run has come in: what goes wrong with it.</summary>
    public Fault? Arrives(Random random)
    {
        if (++Calls == 1)
        {
            StartUp = _life.Elapsed;
            if (Plan is { Kind: KillMoment.AfterFirstCall } late) After(late.Delay);
        }

        if (Plan is { Kind: KillMoment.BeforeEffect or KillMoment.BeforeAnswer } plan && plan.Call == Calls)
        {
            Strike();
            return new Fault(plan.Kind == KillMoment.BeforeEffect ? FaultKind.ResetBefore : FaultKind.TimeoutAfter);
        }

        // An answer that is awaited by a kill goes at once.
        return Plan?.Call == Calls ? null : new Fault(FaultKind.Delay) { Delay = TimeSpan.FromMilliseconds(random.Next(1, 20)) };
    }

    /// <summary>A call of this run has had its effect.</summary>
    public void Saw(CallRecord call)
    {
        _wrote |= call.Status < 400 && call.Operation is "PutObject" or "CreateSnapshot" or "CreateSnapshots" or "CreateTags" or "DeleteSnapshot" or "DeleteObjects";
        var key = call.ItemIds.Count > 0 ? call.ItemIds[0] : "";
        if (call.Operation == "PutObject" && call.Status < 400 && key.Contains("/_leases/", StringComparison.Ordinal)) _leaseWrites++;
        if (call.Operation == "GetObject" && key.Contains("/_state/", StringComparison.Ordinal)) _expires = true;
        if (Plan is { Kind: KillMoment.AfterAnswer } plan && plan.Call == Calls) After(plan.Delay);
    }

    public void Dispose() => _process.Dispose();

    private void Start()
    {
        var here = AppContext.BaseDirectory;
        var start = new ProcessStartInfo(Host)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(here, "EbsBackup.Runner.dll"), "run", "--policy", policy, "--slot", Slot.ToString(), "--json", "--endpoint-url", server.EndpointUrl.ToString(),
            },
            Environment =
            {
                ["DOTNET_STARTUP_HOOKS"] = Path.Combine(here, "EbsBackup.Simulation.dll"),
                ["DOTNET_TieredPGO"] = "0",
                [StartupHook.Endpoint] = server.EndpointUrl.ToString(),
                [StartupHook.AccessKey] = AccessKeyId,
                [StartupHook.Offset] = (_world.Now - DateTimeOffset.UtcNow).ToString("c", CultureInfo.InvariantCulture),
                ["AWS_EC2_METADATA_DISABLED"] = "true",
            },
        };
        if (AcceptLargeDeletion) start.ArgumentList.Add("--accept-large-deletion");
        if (Wait) start.ArgumentList.Add("--wait");
        _process.StartInfo = start;
        _life.Start();
        _process.Start();
    }

    /// <summary>What it says, line by line; the last line tells the outcome, unless it dies before.</summary>
    private async Task<JsonElement?> HearAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            JsonElement said;
            try
            {
                said = JsonDocument.Parse(line).RootElement;
            }
            catch (JsonException) when (Killed)
            {
                // It died in the middle of a word.
                continue;
            }

            if (said.TryGetProperty("outcome", out _)) return said;
            _world.Sandbox.Locked(() => Heard(said));
        }

        return null;
    }

    private bool Heard(JsonElement said)
    {
        Note("says " + said.GetRawText());
        var error = said.TryGetProperty("error", out var e)
            ? new EbsBackupError(e.GetProperty("id").GetString()!, default, e.GetProperty("targetId").GetString()!, e.GetProperty("message").GetString()!, "")
            : null;
        var action = said.GetProperty("action").GetString()!;
        var volume = VolumeId.TryParse(Text("volumeId"), out var v) ? v : (VolumeId?)null;
        var snapshot = SnapshotId.TryParse(Text("snapshotId"), out var s) ? s : (SnapshotId?)null;
        if (said.GetProperty("step").GetString() == "Take")
        {
            if (volume is null && error is not null && !VolumeId.TryParse(error.TargetId, out _)) TakeError = error;
            var record = snapshot is { } id ? new SnapshotRecord { SnapshotId = id, VolumeId = volume ?? default, State = Text("state") } : null;
            var result = new TakeResult(volume, Enum.Parse<TakeAction>(action), record, error);
            Taken.Add(result);
            checker.Took(this, result);
        }
        else if (snapshot is { } judged)
        {
            var result = new RetentionResult(judged, volume ?? default, default, Enum.Parse<RetentionAction>(action), [], error);
            Expired.Add(result);
            checker.Judged(this, result);
        }
        else if (error?.Id != "DeletionsWait")
        {
            ExpireError = error;
        }

        return true;

        string? Text(string name) => said.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private bool Judge(JsonElement? outcome, string errors)
    {
        WasKilled = Killed && outcome is null;
        Note(WasKilled ? $"was killed after {Calls} calls, {Length.TotalMilliseconds:0} ms: {Phase}" : $"ends after {Calls} calls, {Length.TotalMilliseconds:0} ms: exit code {_process.ExitCode}");
        Ended = true;
        if (errors.Length > 0 && !Killed) checker.Violated(this, "says on standard error: " + errors);
        if (outcome is not { } told)
        {
            if (!Killed) checker.Violated(this, $"ended without an outcome, exit code {_process.ExitCode}");
            return false;
        }

        var (name, failed) = (told.GetProperty("outcome").GetString()!, told.GetProperty("failed").GetInt32());
        if (!Killed && _process.ExitCode != (int)Enum.Parse<Outcome>(name)) checker.Violated(this, $"says {name} and exits with {_process.ExitCode}");
        if (failed > 0 == (name == nameof(Outcome.Succeeded))) checker.Violated(this, $"says {name} with {failed} not done");
        if (TakeError is null) checker.TakingEnded(this, _volumes);
        if (ExpireError is null) checker.ExpiringEnded(this, _judgement!);
        return true;
    }

    private void After(TimeSpan delay) => Task.Delay(delay).ContinueWith(_ => Strike(), TaskScheduler.Default);

    private void Strike()
    {
        try
        {
            if (_process.HasExited) return;
            Kill();
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private void Hangs()
    {
        if (Ended) return;
        checker.Violated(this, "hangs");
        Strike();
    }

    private void Note(string what)
    {
        lock (history) history.Add($"{_world.Now:u} run {Number} {what}");
    }
}
