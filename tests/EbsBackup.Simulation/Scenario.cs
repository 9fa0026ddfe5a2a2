using EbsBackup.Retention;

namespace EbsBackup.Simulation;

/// <summary>What a seed decides for its whole world.</summary>
internal sealed record Scenario(
    int Seed, int Rounds, int Schedulers, double FaultRate, double CreateFaultRate, double KillRate, TimeSpan VisibilityDelay, TimeSpan SnapshotDuration,
    double FailedSnapshots, int PageSize, bool SnapshotLimits, bool Skewed, bool Repairs, RetentionRules Rules, bool Unlucky)
{
    private static readonly RetentionRules[] AllRules =
    [
        RetentionRules.Default,
        new() { KeepLast = 3 },
        new() { KeepLast = 1 },
        new() { KeepWithin = new CalendarDuration(0, 0, 0, 6) },
        new() { KeepWithin = CalendarDuration.OfDays(1), KeepWeekly = 2 },
        new() { KeepDaily = 3, KeepHourly = 4 },
        new() { KeepDaily = 2, TimeZone = "America/New_York" },
        new() { KeepMonthly = 1, KeepYearly = 1, KeepWithin = new CalendarDuration(0, 0, 2, 0) },
        new(),
    ];

    public static Scenario Of(int seed)
    {
        var random = new Random(seed);
        var scenario = new Scenario(
            seed,
            Rounds: random.Next(1, 4),
            Schedulers: random.Next(2, 5),
            FaultRate: Pick(random, 0, 0.01, 0.04, 0.15),
            CreateFaultRate: Pick(random, 0, 0, 0, 0.5),
            KillRate: Pick(random, 0, 0.25, 0.6),
            VisibilityDelay: TimeSpan.FromSeconds(Pick(random, 0, 0, 10, 300)),
            SnapshotDuration: TimeSpan.FromSeconds(Pick(random, 5, 90, 1200)),
            FailedSnapshots: Pick(random, 0, 0.1),
            PageSize: (int)Pick(random, 5, 7, 1000),
            SnapshotLimits: random.Next(3) == 0,
            Skewed: random.Next(2) == 0,
            Repairs: random.Next(4) == 0,
            Rules: AnyRules(random),
            Unlucky: random.Next(3) == 0);
        return scenario.Unlucky ? WhatRarelyMeets(scenario) : scenario;
    }

    // Left to chance, a create held up for minutes, a kill right after it and a scheduler that comes just then meet once in thousands of seeds.
    private static Scenario WhatRarelyMeets(Scenario scenario) => scenario with
    {
        Schedulers = 4,
        CreateFaultRate = 0.4,
        KillRate = 0.6,
        VisibilityDelay = TimeSpan.FromSeconds(300),
        FailedSnapshots = scenario.FailedSnapshots * 3,
    };

    public static RetentionRules AnyRules(Random random) => AllRules[random.Next(AllRules.Length)];

    private static double Pick(Random random, params double[] values) => values[random.Next(values.Length)];
}
