namespace EbsBackup.Retention;

/// <summary>Time zones by IANA or Windows id, as far as the platform knows them.</summary>
internal static class TimeZones
{
    public static TimeZoneInfo Find(string id)
    {
        if (id is "UTC" or "Etc/UTC") return TimeZoneInfo.Utc;
        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            throw EbsBackupError.InvalidId("time zone on this machine", id, "Europe/Berlin or W. Europe Standard Time; without ICU a machine knows only one kind").ToException(e);
        }
    }
}
