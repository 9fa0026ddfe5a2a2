using Amazon.EC2.Model;
using EbsBackup.Retention;
using EbsBackup.Sandbox.State;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Tests.Sessions.Errors;

/// <summary>Real work of the job that makes one kind of call, one for each item, or once before anything is changed.</summary>
/// <param name="Workers">How many items are under way at a time; 0 when the call comes before all items.</param>
/// <param name="Skip">Calls that pass first: a run's lease is written by the call that writes its records.</param>
/// <param name="PrepareAsync">Makes what the work is done on, and gives the work: an error for each item, null for what was done.</param>
internal sealed record ErrorScenario(string Operation, int Workers, int Skip, Func<SandboxAccount, Task<Func<Task<IReadOnlyList<EbsBackupError?>>>>> PrepareAsync)
{
    private const int Items = 20;

    public static IReadOnlyList<ErrorScenario> All { get; } =
    [
        new("CreateSnapshot", 8, 0, account => VolumesAsync(account, Items)),
        new("PutObject", 8, 1, account => VolumesAsync(account, Items)),
        new("CreateSnapshots", 8, 0, account => InstancesAsync(account, Items)),
        new("CreateTags", 8, 0, account => InstancesAsync(account, Items)),
        new("DeleteSnapshot", 10, 0, ExpiryAsync),
        new("GetObject", 16, 0, ReadingAsync),
        new("DescribeVolumes", 0, 0, account => VolumesAsync(account, 1)),
        new("DescribeInstances", 0, 0, account => InstancesAsync(account, 1)),
        new("DescribeSnapshots", 0, 0, account => VolumesAsync(account, 1)),
        new("ListObjectsV2", 0, 0, account => VolumesAsync(account, 1)),
        new("GetCallerIdentity", 0, 0, account => VolumesAsync(account, 1)),
        new("AssumeRole", 0, 0, RoleAsync),
        new("ListAccounts", 0, 0, FleetAsync),
    ];

    private static async Task<Func<Task<IReadOnlyList<EbsBackupError?>>>> VolumesAsync(SandboxAccount account, int count)
    {
        var volumes = new List<VolumeId>();
        for (var i = 0; i < count; i++) volumes.Add(await account.VolumeAsync());
        return () => TakeAsync(account, new VolumeSelector { VolumeIds = volumes });
    }

    private static async Task<Func<Task<IReadOnlyList<EbsBackupError?>>>> InstancesAsync(SandboxAccount account, int count)
    {
        var request = new RunInstancesRequest("ami-0123456789abcdef0", count, count)
        {
            BlockDeviceMappings = [new BlockDeviceMapping { DeviceName = "/dev/xvda", Ebs = new EbsBlockDevice { VolumeSize = 8 } }],
        };
        var instances = (await account.EC2.RunInstancesAsync(request)).Reservation.Instances.Select(i => InstanceId.Parse(i.InstanceId)).ToList();
        return () => TakeAsync(account, new VolumeSelector { InstanceIds = instances });
    }

    /// <summary>Retention of two backups of each volume, of which one goes.</summary>
    public static async Task<Func<Task<IReadOnlyList<EbsBackupError?>>>> ExpiryAsync(SandboxAccount account)
    {
        var volumes = new List<VolumeId>();
        for (var i = 0; i < Items; i++) volumes.Add(await account.VolumeAsync());
        for (var time = 0; time < 2; time++)
        {
            if (time > 0) account.Sandbox.Clock.MoveTo(DateTimeOffset.UtcNow);
            await account.TakeAsync(new TakeRequest { Volumes = new VolumeSelector { VolumeIds = volumes }, Catalog = SandboxAccount.Catalog, Wait = true });
        }

        return async () =>
        {
            var errors = new List<EbsBackupError?>();
            var request = new RetentionRequest { Catalog = SandboxAccount.Catalog, AcceptLargeDeletion = true };
            await foreach (var result in new RetentionExecutor(account.Session).ExpireAsync(request))
            {
                if (result.Action != RetentionAction.Keep) errors.Add(result.Error);
            }

            return errors;
        };
    }

    private static async Task<Func<Task<IReadOnlyList<EbsBackupError?>>>> ReadingAsync(SandboxAccount account)
    {
        await (await VolumesAsync(account, 2 * Items))();
        return async () =>
        {
            var errors = new List<EbsBackupError?>();
            await foreach (var result in new SnapshotReader(account.Session).ReadAsync(new SnapshotQuery { Catalog = SandboxAccount.Catalog })) errors.Add(result.Error);
            return errors;
        };
    }

    private static Task<Func<Task<IReadOnlyList<EbsBackupError?>>>> RoleAsync(SandboxAccount account)
    {
        account.Sandbox.State.Account("333333333333").Roles["backup"] = new Role("backup", ["222222222222"], null);
        return Task.FromResult<Func<Task<IReadOnlyList<EbsBackupError?>>>>(async () =>
        {
            using var session = account.Session.AssumeRole("arn:aws:iam::333333333333:role/backup");
            await session.GetIdentityAsync();
            return [null];
        });
    }

    private static Task<Func<Task<IReadOnlyList<EbsBackupError?>>>> FleetAsync(SandboxAccount account) =>
        Task.FromResult<Func<Task<IReadOnlyList<EbsBackupError?>>>>(async () =>
        {
            account.Sandbox.State.Account("222222222222").IsManagement = true;
            using var fleet = await Fleet.OpenAsync(account.Session, new FleetSelector { OrganizationRole = "backup" });
            return [null];
        });

    private static async Task<IReadOnlyList<EbsBackupError?>> TakeAsync(SandboxAccount account, VolumeSelector volumes) =>
        [.. (await account.TakeAsync(new TakeRequest { Volumes = volumes, Catalog = SandboxAccount.Catalog })).Select(r => r.Error)];
}
