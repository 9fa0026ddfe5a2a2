namespace EbsBackup;

/// <summary>How a whole run ended; the number is the exit code.</summary>
public enum Outcome
{
    /// <summary>Everything was done.</summary>
    Succeeded = 0,

    /// <summary>Nothing was done.</summary>
    Failed = 1,

    /// <summary>Some was done and some was not; the errors say which.</summary>
    Partial = 3,
}
