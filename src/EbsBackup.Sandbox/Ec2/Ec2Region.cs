using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>EC2's state of one account in one Region.</summary>
internal sealed class Ec2Region
{
    private readonly Dictionary<string, List<Snapshot>> _byVolume = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _imagesOf = new(StringComparer.Ordinal);

    public OrderedStore<Volume> Volumes { get; } = new();

    public OrderedStore<Instance> Instances { get; } = new();

    public OrderedStore<Snapshot> Snapshots { get; } = new();

    public OrderedStore<Image> Images { get; } = new();

    /// <summary>The snapshots that others may use.</summary>
    public Dictionary<string, Snapshot> Shared { get; } = new(StringComparer.Ordinal);

    /// <summary>Fast snapshot restores by snapshot and zone, with the instant they were enabled.</summary>
    public SortedDictionary<(string SnapshotId, string Zone), DateTimeOffset> FastRestores { get; } = [];

    /// <summary>When the volume's last snapshot was begun, deleted ones too.</summary>
    public Dictionary<string, DateTimeOffset> LastSnapshotOf { get; } = new(StringComparer.Ordinal);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Snapshot> SnapshotsOf(string volumeId) => _byVolume.GetValueOrDefault(volumeId) ?? [];

    /// <summary>The AMIs that hold a snapshot.</summary>
    public IReadOnlyList<string> ImagesOf(string snapshotId) => _imagesOf.GetValueOrDefault(snapshotId) ?? [];

    public IEnumerable<Volume> VolumesOf(string instanceId) =>
        Volumes.Where(v => v.Attached?.InstanceId == instanceId).OrderBy(v => v.Attached!.Device, StringComparer.Ordinal);

    public void Add(Snapshot snapshot)
    {
        Snapshots.Add(snapshot.Id, snapshot);
        if (!_byVolume.TryGetValue(snapshot.VolumeId, out var list)) _byVolume[snapshot.VolumeId] = list = [];
        list.Add(snapshot);
        if (snapshot.SharedWith is not null) Shared[snapshot.Id] = snapshot;
    }

    public void Remove(Snapshot snapshot)
    {
        Snapshots.Remove(snapshot.Id);
        Shared.Remove(snapshot.Id);
        var list = _byVolume[snapshot.VolumeId];
        list.Remove(snapshot);
        if (list.Count == 0) _byVolume.Remove(snapshot.VolumeId);
        foreach (var key in FastRestores.Keys.Where(k => k.SnapshotId == snapshot.Id).ToList()) FastRestores.Remove(key);
    }

    public void Add(Image image)
    {
        Images.Add(image.Id, image);
        foreach (var id in image.SnapshotIds)
        {
            if (!_imagesOf.TryGetValue(id, out var list)) _imagesOf[id] = list = [];
            list.Add(image.Id);
        }
    }

    public void Remove(Image image)
    {
        Images.Remove(image.Id);
        foreach (var id in image.SnapshotIds) _imagesOf[id].Remove(image.Id);
    }

    public Ec2Resource? Find(string id) => id.Split('-')[0] switch
    {
        "snap" => Snapshots.Find(id),
        "vol" => Volumes.Find(id),
        "i" => Instances.Find(id),
        "ami" => Images.Find(id),
        _ => null,
    };

    /// <summary>Every resource that can have tags.</summary>
    public IEnumerable<Ec2Resource> All => Instances.Concat<Ec2Resource>(Volumes).Concat(Images).Concat(Snapshots);
}
