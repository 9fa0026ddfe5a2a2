namespace EbsBackup.Simulation;

/// <summary>What came of one world in which runners were killed.</summary>
/// <param name="Kills">Where the kills fell.</param>
/// <param name="Missed">Runs that had ended before they could be killed.</param>
internal sealed record KillResult(
    int Seed, int Runs, IReadOnlyList<(KillMoment Moment, RunPhase Phase)> Kills, int Missed, IReadOnlyList<string> Violations, IReadOnlyList<string> History);
