namespace EbsBackup.Coverage;

/// <summary>What was read of one account and Region.</summary>
internal sealed record CoverageFacts
{
    public required OrgAccount Account { get; init; }

    public required string Region { get; init; }

    public required CoverageListing<VolumeFacts> Volumes { get; init; }

    public required CoverageListing<InstanceFacts> Instances { get; init; }

    /// <summary>What AWS Backup has recovery points of.</summary>
    public required CoverageListing<ProtectedFacts> Protected { get; init; }

    /// <summary>Our own completed snapshots.</summary>
    public required CoverageListing<OwnBackup> Snapshots { get; init; }
}
