using System.Runtime.ExceptionServices;
using EbsBackup.Snapshots;

namespace EbsBackup.Simulation;

/// <summary>One seed from beginning to end: rounds of schedulers at once with everything going wrong, then one clean run.</summary>
internal sealed class Simulation
{
    // Continuations run where a wait ends, one inside another.
    private const int StackSize = 64 << 20;

    private static readonly string[] Deniable =
        ["ec2:CreateSnapshot", "ec2:CreateSnapshots", "ec2:CreateTags", "ec2:DeleteSnapshot", "ec2:DescribeSnapshots", "ec2:DescribeVolumes", "s3:PutObject", "s3:GetObject", "s3:DeleteObject", "s3:ListBucket"];

    // Some schedules are so dense that the next slot begins while runs of the last one live.
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(5);

    private readonly List<string> _history = [];
    private readonly Scenario _scenario;
    private readonly World _world;
    private readonly InvariantChecker _checker;
    private readonly Random _random;
    private int _runs;

    private Simulation(int seed)
    {
        _scenario = Scenario.Of(seed);
        _random = new Random(unchecked(seed * 17 + 3));
        _world = new World(_scenario);
        _checker = new InvariantChecker(_world);
    }

    /// <summary>Runs a seed on a thread of its own.</summary>
    public static SimulationResult Run(int seed)
    {
        SimulationResult? result = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = new Simulation(seed).Run();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackSize);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    private SimulationResult Run()
    {
        var rules = _scenario.Rules;
        var slot = World.Start;
        for (var round = 0; round < _scenario.Rounds; round++)
        {
            _world.DecideWhatSnapshotsEndAs();
            if (_scenario.Unlucky) _world.Crowd();
            if (round > 0 && _random.Next(4) == 0) rules = Scenario.AnyRules(_random);
            Round([.. Enumerable.Range(0, _scenario.Schedulers).Select(_ => Begin(AnyRun(new Slot(_random.Next(4) == 0 ? slot + Often : slot), rules)))]);

            // The same slot again, as a scheduler that retries would, or the next one.
            _world.Time.Pass(TimeSpan.FromMinutes(_random.Next(3) == 0 ? 1 : _random.Next(10, 26 * 60)));
            if (_random.Next(3) > 0) slot = _world.Now;
            _world.GoOn(_history);
        }

        _world.Time.Pass(TimeSpan.FromHours(3));
        _world.Sandbox.SnapshotEnds.Clear();
        _world.Single.RemoveAll(v => _world.Ec2.Volumes.Find(v) is null);
        if (_world.Single.Count == 0 && !_world.Instances.Any()) _world.AddVolume();
        var clean = new SimulatedRun(_world, _checker, _history, ++_runs, new Slot(_world.Now), new Random(0)) { Rules = rules, AcceptLargeDeletion = true, Wait = true };
        Round([Begin(clean)]);
        if (_scenario.Repairs)
        {
            var repair = new SimulatedRun(_world, _checker, _history, ++_runs, new Slot(_world.Now), new Random(0)) { Repairs = true };
            Round([Begin(repair)]);
            _checker.FinishRepair(repair, [repair.RepairError, .. repair.Repaired.Select(r => r.Error)]);
        }

        _checker.Finish(clean);
        return new SimulationResult(_scenario.Seed, _runs, _checker.Violations, [_scenario.ToString(), .. _history]);
    }

    private SimulatedRun AnyRun(Slot slot, Retention.RetentionRules rules)
    {
        var random = new Random(HashCode(_scenario.Seed, ++_runs));
        var kill = random.NextDouble() < _scenario.KillRate;
        var killAtCreate = random.Next(3) == 0 || _scenario.Unlucky;
        return new SimulatedRun(_world, _checker, _history, _runs, slot, random)
        {
            Repairs = _scenario.Repairs && random.Next(3) == 0,
            FaultRate = _scenario.FaultRate,
            DeniedAction = _scenario.FaultRate > 0 && random.Next(10) == 0 ? Deniable[random.Next(Deniable.Length)] : null,
            CreateFaultRate = _scenario.CreateFaultRate,
            Unlucky = _scenario.Unlucky,
            KillAt = kill && !killAtCreate ? random.Next(1, 70) : 0,
            KillAtCreate = kill && killAtCreate ? random.Next(1, 4) : 0,
            KillAfterEffect = random.Next(2) == 0,
            Skew = !_scenario.Skewed ? TimeSpan.FromMilliseconds(random.Next(-2000, 2000)) : TimeSpan.FromMinutes(random.Next(3) == 0 ? random.Next(-4, 5) : random.Next(6, 121) * (random.Next(2) == 0 ? 1 : -1)),
            Rules = rules,
            AcceptLargeDeletion = random.Next(6) == 0,
            Wait = random.Next(2) == 0,
        };
    }

    private SimulatedRun Begin(SimulatedRun run)
    {
        // Leases run out after five minutes; what was on its way is certain after eight.
        var late = _random.Next(3) switch { 0 => 0, 1 => _scenario.Unlucky ? _random.Next(150, 600) : _random.Next(30), _ => _random.Next(900) };
        _world.Time.After(TimeSpan.FromSeconds(late), () => _ = run.RunAsync());
        return run;
    }

    private void Round(IReadOnlyList<SimulatedRun> runs)
    {
        var idle = 0;
        while (runs.Any(r => !r.Ended))
        {
            if (_world.Time.Step())
            {
                idle = 0;
                continue;
            }

            // Only a library that hands work to another thread gets here: it is given a moment.
            if (++idle > 5000)
            {
                foreach (var run in runs.Where(r => !r.Ended))
                {
                    _checker.Violated(run, "hangs");
                    run.Kill();
                }
            }

            Thread.Sleep(1);
        }
    }

    // Not HashCode.Combine, which differs from process to process.
    private static int HashCode(int seed, int run) => unchecked((seed * 1_000_003) ^ (run * 7919));
}
