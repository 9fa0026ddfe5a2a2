namespace EbsBackup.Simulation;

/// <summary>What came of one seed.</summary>
/// <param name="Violations">Empty when every invariant held.</param>
/// <param name="History">Each call, effect and result, oldest first.</param>
internal sealed record SimulationResult(int Seed, int Runs, IReadOnlyList<string> Violations, IReadOnlyList<string> History);
