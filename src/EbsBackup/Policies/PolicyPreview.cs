using System.Globalization;
using EbsBackup.Retention;
using EbsBackup.Selection;

namespace EbsBackup.Policies;

/// <summary>What rules would do with the backups of one volume, by <see cref="RetentionPlanner"/> itself.</summary>
public static class PolicyPreview
{
    private static readonly VolumeId AnyVolume = VolumeId.Parse("vol-00000000");

    /// <summary>The rules are what is asked about: the brake on large deletions, which asks about a run, is off.</summary>
    internal static readonly RetentionGuards RulesAlone = new(ListingComplete: true, ClockSkew: TimeSpan.Zero, AcceptLargeDeletion: true);

    /// <param name="times">When completed backups of one volume were taken, in any order.</param>
    /// <param name="now">The instant that ages are measured from.</param>
    /// <returns>One a backup, newest first.</returns>
    /// <exception cref="EbsBackupException">The rules' time zone or a count is not valid.</exception>
    public static IEnumerable<PlannedBackup> Of(RetentionRules rules, IEnumerable<DateTimeOffset> times, DateTimeOffset now) =>
        RetentionPlanner.Plan(times.Select(Candidate), rules, now, RulesAlone)
            .Select(d => new PlannedBackup(Position(d.Snapshot), d.Snapshot.Time, d.Action, d.Reasons));

    internal static RetentionCandidate Candidate(DateTimeOffset time, int position) =>
        new(SnapshotId.Parse("snap-" + position.ToString("x8", CultureInfo.InvariantCulture)), AnyVolume, time, BackupState.Completed);

    private static int Position(RetentionCandidate candidate) =>
        int.Parse(candidate.SnapshotId.Value.Substring("snap-".Length), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
