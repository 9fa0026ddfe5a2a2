using System.Globalization;

namespace EbsBackup.Sandbox.Backup;

/// <summary>How a job goes on with the clock: created, running for the longer part, ended.</summary>
internal sealed record JobCourse(DateTimeOffset Begins, DateTimeOffset Ends, string EndsAs)
{
    private DateTimeOffset Runs => Begins + ((Ends - Begins) / 6);

    public string State(DateTimeOffset now) => now < Runs ? "CREATED" : now < Ends ? "RUNNING" : EndsAs;

    public DateTimeOffset? EndedAt(DateTimeOffset now) => now < Ends ? null : Ends;

    public string PercentDone(DateTimeOffset now) => now < Ends
        ? Math.Clamp((now - Begins) / (Ends - Begins) * 100, 0, 99).ToString("F1", CultureInfo.InvariantCulture)
        : EndsAs == "COMPLETED" ? "100.0" : "0.0";
}
