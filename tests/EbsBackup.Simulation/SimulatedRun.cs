using EbsBackup.Catalog;
using EbsBackup.Retention;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Simulation;

/// <summary>One run of the policy by one scheduler: take, then expire, with the real executors. It may be killed at any call.</summary>
internal sealed class SimulatedRun(World world, InvariantChecker checker, List<string> history, int number, Slot slot, Random random) : CheckedRun(world, number, slot)
{
    private static readonly PolicyName Policy = PolicyName.Parse(World.Policy);

    // The SDK's retry quota and our pacing are kept for each endpoint: a seed that runs again must not meet what the first time left.
    private static int _endpoints;

    private readonly World _world = world;

    public Random Random => random;

    public double FaultRate { get; init; }

    /// <summary>The catalogue is repaired, and nothing taken or expired.</summary>
    public bool Repairs { get; init; }

    public EbsBackupError? RepairError { get; private set; }

    public List<CatalogRepairResult> Repaired { get; } = [];

    public double CreateFaultRate { get; init; }

    /// <summary>What rarely meets, meets: creates are held up, and S3 sees conflicts.</summary>
    public bool Unlucky { get; init; }

    public string? DeniedAction { get; init; }

    /// <summary>The number of the call at which the run dies; 0 for a run that lives.</summary>
    public int KillAt { get; init; }

    /// <summary>The number of the create call at which it dies; 0 for none.</summary>
    public int KillAtCreate { get; init; }

    public bool KillAfterEffect { get; init; }

    public async Task RunAsync()
    {
        var names = new Random(Number);
        history.Add($"{_world.Now:u} run {Number} begins: slot {Slot}, skew {Skew}, rules {Rules}, accepts {AcceptLargeDeletion}, waits {Wait}, repairs {Repairs}, denied {DeniedAction}");
        var session = new AwsSession(new SessionOptions
        {
            Region = World.Region,
            EndpointUrl = $"https://run{Interlocked.Increment(ref _endpoints)}.test",
            Credentials = () => new AccessKeys("AKIASANDBOXDEFAULT00", "secret"),
            Clock = new SchedulerClock(_world.Time, Skew, () => !Killed),
            NewRun = () => NextGuid(names),
            HttpHandler = new Wire(_world, this, checker, history),
        });
        try
        {
            if (Repairs)
            {
                RepairError = await RepairAsync(session);
            }
            else
            {
                TakeError = await TakeAsync(session);
                ExpireError = await ExpireAsync(session);
            }
        }
        catch (Exception e)
        {
            checker.Violated(this, $"an exception that no caller expects: {e}");
        }

        history.Add($"{_world.Now:u} run {Number} ends: {TakeError?.Id} {ExpireError?.Id} {RepairError?.Id}");
        Ended = true;
        session.Dispose();
    }

    private static Guid NextGuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private async Task<EbsBackupError?> TakeAsync(AwsSession session)
    {
        var expected = checker.VolumesToTake();
        try
        {
            var request = new TakeRequest
            {
                Volumes = new VolumeSelector { VolumeIds = [.. _world.Single.Select(VolumeId.Parse)], InstanceIds = [.. _world.Instances.Select(InstanceId.Parse)] },
                Policy = Policy,
                Slot = Slot,
                Catalog = new CatalogLocation(World.Bucket),
                Wait = Wait,
            };
            await foreach (var result in new SnapshotTaker(session).TakeAsync(request))
            {
                history.Add($"{_world.Now:u} run {Number} took {result.VolumeId}: {result.Action} {result.Snapshot?.SnapshotId} {result.Error?.Id} {result.Error?.Message}");
                Taken.Add(result);
                checker.Took(this, result);
            }
        }
        catch (EbsBackupException e)
        {
            history.Add($"{_world.Now:u} run {Number} did not take: {e.Error.Message}");
            return e.Error;
        }

        checker.TakingEnded(this, expected);
        return null;
    }

    private async Task<EbsBackupError?> ExpireAsync(AwsSession session)
    {
        var expected = checker.SnapshotsToJudge(this);
        try
        {
            var request = new RetentionRequest { Rules = Rules, Policy = Policy, Catalog = new CatalogLocation(World.Bucket), AcceptLargeDeletion = AcceptLargeDeletion };
            await foreach (var result in new RetentionExecutor(session).ExpireAsync(request))
            {
                history.Add($"{_world.Now:u} run {Number} judged {result.SnapshotId}: {result.Action} {string.Join(", ", result.Reasons)} {result.Error?.Message}");
                Expired.Add(result);
                checker.Judged(this, result);
            }
        }
        catch (EbsBackupException e)
        {
            history.Add($"{_world.Now:u} run {Number} did not expire: {e.Error.Message}");
            return e.Error;
        }

        checker.ExpiringEnded(this, expected);
        return null;
    }

    private async Task<EbsBackupError?> RepairAsync(AwsSession session)
    {
        try
        {
            var repairer = new CatalogRepairer(session);
            var plan = await repairer.PlanAsync(new CatalogRepairRequest(new CatalogLocation(World.Bucket)) { AdoptPolicy = Policy });
            await foreach (var result in repairer.ExecuteAsync(plan))
            {
                history.Add($"{_world.Now:u} run {Number} repaired {result.Decision?.Action} {result.Decision?.Key} {result.Decision?.Reason} {result.Error?.Message}");
                Repaired.Add(result);
                checker.Repaired(this, result);
            }

            checker.RepairingEnded(this, plan, Repaired);
            return null;
        }
        catch (EbsBackupException e)
        {
            history.Add($"{_world.Now:u} run {Number} did not repair: {e.Error.Message}");
            return e.Error;
        }
    }
}
