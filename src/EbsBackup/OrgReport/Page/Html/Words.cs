using System.Globalization;

namespace EbsBackup.OrgReport.Page.Html;

/// <summary>How the page writes windows, lengths of time and sizes.</summary>
internal static class Words
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    public static Word Title(ReportPageModel model) => $"AWS Backup report · {Window(model).Text}";

    /// <summary><c>2026-01-31</c> for a UTC day, otherwise both ends.</summary>
    public static Word Window(ReportPageModel model)
    {
        var (start, end) = (model.WindowStart.UtcDateTime, model.WindowEnd.UtcDateTime);
        return start == start.Date && end == start.AddDays(1)
            ? Day(start)
            : string.Format(CultureInfo.InvariantCulture, "{0:yyyy-MM-dd'T'HH:mm'Z'} to {1:yyyy-MM-dd'T'HH:mm'Z'}", start, end);
    }

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static Word Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The two largest units that matter: <c>31 h 05 min</c>, <c>12 s</c>, <c>3 d 04 h</c>.</summary>
    public static Word Duration(long seconds)
    {
        var span = TimeSpan.FromSeconds(seconds);
        return span switch
        {
            { TotalMinutes: < 1 } => Format("{0} s", seconds, 0),
            { TotalHours: < 1 } => Format("{0} min {1:00} s", span.Minutes, span.Seconds),
            { TotalHours: < 100 } => Format("{0} h {1:00} min", (long)span.TotalHours, span.Minutes),
            _ => Format("{0:N0} d {1:00} h", (long)span.TotalDays, span.Hours),
        };
    }

    /// <summary>Three digits in binary units, as AWS counts volumes: <c>1.46 TiB</c>.</summary>
    public static Word Size(long bytes)
    {
        double size = bytes;
        var unit = 0;
        while (size >= 999.5 && unit < Units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        var digits = unit == 0 || size >= 99.95 ? "0" : size >= 9.995 ? "0.0" : "0.00";
        return $"{size.ToString(digits, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>Never rounded up to a whole that it is not: 99.99 % is not 100 %.</summary>
    public static Word Percent(long part, long whole)
    {
        if (whole == 0)
            return "–";
        if (part == whole)
            return "100 %";
        var percent = Math.Floor(part * 10_000.0 / whole) / 100;
        return part > 0 && percent == 0 ? "< 0.01 %" : $"{percent.ToString("0.00", CultureInfo.InvariantCulture)} %";
    }

    private static Word Format(string format, long first, long second) =>
        string.Format(CultureInfo.InvariantCulture, format, first, second);
}
