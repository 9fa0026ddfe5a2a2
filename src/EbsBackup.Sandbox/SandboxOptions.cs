namespace EbsBackup.Sandbox;

/// <summary>How a sandbox starts. Everything strict that a newcomer would stumble over is off by default.</summary>
public sealed class SandboxOptions
{
    /// <summary>The TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>A state file to start from; see docs/sandbox.md.</summary>
    public string? StatePath { get; init; }

    /// <summary>Starts with the sample fleet: five accounts, forty days of snapshots, a day of backup jobs.</summary>
    public bool SampleFleet { get; init; }

    /// <summary>Refuses requests whose SigV4 signature is wrong.</summary>
    public bool VerifySignatures { get; init; }

    /// <summary>Applies the documented request buckets (<c>RequestLimitExceeded</c> and its like).</summary>
    public bool RequestLimits { get; init; }

    /// <summary>Applies the rules of EBS for snapshots of one volume: 15 seconds apart, five at once (one for st1 and sc1).</summary>
    public bool SnapshotLimits { get; init; }

    /// <summary>How long a snapshot is pending, in the sandbox's time.</summary>
    public TimeSpan SnapshotDuration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a backup job runs, in the sandbox's time.</summary>
    public TimeSpan BackupJobDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>New EC2 resources stay out of Describe calls for up to this long; EC2 itself promises no bound.</summary>
    public TimeSpan VisibilityDelay { get; init; }

    /// <summary>EC2's pages have at most this many items, however many a caller asks for: AWS may always give fewer.</summary>
    public int? LargestPage { get; init; }

    /// <summary>Where new ids and delays come from: equal seeds and equal calls give equal answers.</summary>
    public ulong Seed { get; init; }

    /// <summary>The default caller's account, where the state file names none.</summary>
    public string DefaultAccountId { get; init; } = "222222222222";
}
