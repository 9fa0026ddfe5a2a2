namespace EbsBackup.Retention;

/// <summary>Wall-clock times as instants, also on the days when clocks change.</summary>
internal static class WallClock
{
    /// <summary>A time that a spring change leaves out moves on by the gap; one that autumn repeats is the first of the two.</summary>
    public static DateTimeOffset ToInstant(DateTime wall, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(wall))
        {
            var before = zone.GetUtcOffset(wall.AddDays(-1));
            return new DateTimeOffset(wall, before).ToUniversalTime();
        }

        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }
}
