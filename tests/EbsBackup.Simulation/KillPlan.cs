namespace EbsBackup.Simulation;

/// <summary>When a runner's process dies.</summary>
/// <param name="Kind">What the moment is measured by.</param>
/// <param name="Call">The number of the call, from 1, counted by the server.</param>
/// <param name="Delay">After the start, the first call or the call's effect.</param>
internal sealed record KillPlan(KillMoment Kind, int Call, TimeSpan Delay)
{
    /// <param name="calls">How many calls a run that lives would make.</param>
    /// <param name="pace">What runs that live have taken so far.</param>
    public static KillPlan Draw(Random random, int calls, KillPace pace) => random.Next(20) switch
    {
        0 => new(KillMoment.AfterStart, 0, pace.StartUp * random.NextDouble()),
        // Later rather than sooner: the first calls take the longest, and change nothing.
        < 9 => new(KillMoment.AfterFirstCall, 1, pace.PerCall * calls * Math.Sqrt(random.NextDouble())),
        < 13 => new(KillMoment.BeforeEffect, random.Next(1, calls + 1), TimeSpan.Zero),
        < 17 => new(KillMoment.BeforeAnswer, random.Next(1, calls + 1), TimeSpan.Zero),
        _ => new(KillMoment.AfterAnswer, random.Next(1, calls + 1), TimeSpan.FromMilliseconds(random.NextDouble() * 5)),
    };

    public override string ToString() => Kind switch
    {
        KillMoment.AfterStart => $"{Delay.TotalMilliseconds:0} ms after its start",
        KillMoment.AfterFirstCall => $"{Delay.TotalMilliseconds:0} ms after its first call",
        KillMoment.BeforeEffect => $"at call {Call}, which has no effect",
        KillMoment.BeforeAnswer => $"at call {Call}, which has its effect and no answer",
        _ => $"{Delay.TotalMilliseconds:0.0} ms after the answer to call {Call}",
    };
}
