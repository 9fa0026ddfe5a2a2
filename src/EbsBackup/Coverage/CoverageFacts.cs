using EbsBackup.Sessions;

namespace EbsBackup.Coverage;

/// <summary>What was read of one account and Region.</summary>
internal sealed record CoverageFacts
{
    public required FleetAccount Account { get; init; }

    public required string Region { get; init; }

    public required CoverageListing<VolumeFacts> Volumes { get; init; }

    public required CoverageListing<InstanceFacts> Instances { get; init; }

    /// <summary>What AWS Backup has recovery points of.</summary>
    public required CoverageListing<ProtectedFacts> Protected { get; init; }

    /// <summary>The newest of our own completed snapshots of each volume.</summary>
    public required CoverageListing<OwnBackup> Snapshots { get; init; }

    public IEnumerable<(string Action, EbsBackupError? Error)> Listings =>
        [(Volumes.Action, Volumes.Error), (Instances.Action, Instances.Error), (Snapshots.Action, Snapshots.Error), (Protected.Action, Protected.Error)];

    /// <summary>Everything that could not be read. What was not asked for after that is no failure of its own.</summary>
    public IEnumerable<(string Action, EbsBackupError Error)> Failures => Listings
        .Concat(Protected.Items.Select(p => (Action: ProtectedFacts.PointsAction, p.Error)))
        .Where(failure => failure.Error is { Id: not nameof(SR.NotAttempted) }).Select(failure => (failure.Action, failure.Error!));
}
