using System.Globalization;

namespace EbsBackup.Snapshots;

/// <summary>The scheduled instant that a backup belongs to, in whole UTC seconds. One slot, one backup of a volume.</summary>
public readonly record struct Slot : IComparable<Slot>
{
    private const string TagFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string KeyFormat = "yyyyMMdd'T'HHmmss'Z'";

    public Slot(DateTimeOffset instant) =>
        Instant = new DateTimeOffset(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    public DateTimeOffset Instant { get; }

    /// <summary>For S3 keys: <c>20260131T233000Z</c>.</summary>
    public string KeyText => Instant.ToString(KeyFormat, CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out Slot slot)
    {
        var valid = DateTimeOffset.TryParseExact(
            text, [TagFormat, KeyFormat], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant);
        slot = valid ? new Slot(instant) : default;
        return valid;
    }

    public int CompareTo(Slot other) => Instant.CompareTo(other.Instant);

    /// <summary>For tags and records: <c>2026-01-31T23:30:00Z</c>.</summary>
    public override string ToString() => Instant.ToString(TagFormat, CultureInfo.InvariantCulture);

    public static bool operator <(Slot left, Slot right) => left.CompareTo(right) < 0;

    public static bool operator >(Slot left, Slot right) => left.CompareTo(right) > 0;

    public static bool operator <=(Slot left, Slot right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Slot left, Slot right) => left.CompareTo(right) >= 0;
}
