namespace EbsBackup.Retention;

/// <summary>Wall-clock times as instants, also on the days when clocks change.</summary>
internal static class WallClock
{
    /// <summary>A time that a change leaves out moves on by the gap, be it a whole day; one that is repeated is the first of the two.</summary>
    public static DateTimeOffset ToInstant(DateTime wall, TimeZoneInfo zone)
    {
        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        var instant = new DateTimeOffset(wall, offset).ToUniversalTime();

        // IsInvalidTime does not know the day that Samoa left out in 2011.
        return TimeZoneInfo.ConvertTime(instant, zone).DateTime == wall
            ? instant
            : new DateTimeOffset(wall, zone.GetUtcOffset(wall.AddDays(-1))).ToUniversalTime();
    }
}
