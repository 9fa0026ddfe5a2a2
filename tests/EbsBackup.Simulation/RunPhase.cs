namespace EbsBackup.Simulation;

/// <summary>How far a run had come, by what AWS had seen of it.</summary>
internal enum RunPhase
{
    StartUp,

    /// <summary>It has read, and written nothing.</summary>
    Reading,

    /// <summary>From its first write until it reads the rules of the last run.</summary>
    Taking,

    Expiring,

    /// <summary>Both leases are given back.</summary>
    Done,
}
