using System.Globalization;
using System.Text.RegularExpressions;
using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>What can go wrong with a report, and what to do about it.</summary>
internal static class OrgReportErrors
{
    private static readonly Regex RoleArn = new(@"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\x21-\x7E]{1,576}$", RegexOptions.CultureInvariant);

    // No segment of dots alone: the prefix is a path on a disk as well.
    private static readonly Regex KeyPrefix = new(@"^(?!.*(?:^|/)\.+(?:/|$))[A-Za-z0-9_=+.-]+(?:/[A-Za-z0-9_=+.-]+)*$", RegexOptions.CultureInvariant);

    public static void ThrowIfRefused(OrgReportOptions options)
    {
        if (options.ManagementRoleArn is { } role && !RoleArn.IsMatch(role))
            throw EbsBackupError.InvalidId("role ARN", role, "arn:aws:iam::123456789012:role/Backup-Report-Role").ToException();
        if (!KeyPrefix.IsMatch(options.KeyPrefix))
            throw EbsBackupError.InvalidId("key prefix", options.KeyPrefix, OrgReportOptions.DefaultKeyPrefix).ToException();
        foreach (var region in options.Regions) RegionName.Parse(region);
        if (options is { Date: not null, Hours: not null })
            throw Make(nameof(SR.DateAndHours), ErrorCategory.InvalidArgument, "Hours", SR.DateAndHours, SR.DateAndHours_Action).ToException();
        if (options.Hours is { } hours && !ReportWindow.IsKept(hours))
            throw Make(nameof(SR.HoursNotKept), ErrorCategory.InvalidArgument, "Hours", SR.HoursNotKept, SR.HoursNotKept_Action, hours).ToException();
    }

    public static EbsBackupError InTheFuture(ReportWindow window, DateTimeOffset now) => Make(
        nameof(SR.DateInTheFuture), ErrorCategory.InvalidArgument, "Date", SR.DateInTheFuture, SR.DateInTheFuture_Action,
        window.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), now.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z");

    public static EbsBackupError NotKept(ReportWindow window, DateTimeOffset now) => Make(
        nameof(SR.DateNotKept), ErrorCategory.InvalidArgument, "Date", SR.DateNotKept, SR.DateNotKept_Action,
        window.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), now.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z",
        (now - ReportWindow.Kept).UtcDateTime.Date.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static EbsBackupError NotWritable(string path, Exception cause) => Make(
        nameof(SR.FolderNotWritable), ErrorCategory.ResourceUnavailable, path, SR.FolderNotWritable, SR.FolderNotWritable_Action, path, cause.Message);

    /// <summary>Why a Region's jobs are not all in the report.</summary>
    public static EbsBackupError NotListed(Exception failure, OrgJobKind kind, RegionName region, string? managementRoleArn)
    {
        var action = $"backup:List{kind}Jobs";
        var error = EbsBackupError.From(failure, action, region.Value);
        return error.Id != nameof(SR.AccessDenied) ? error : managementRoleArn is null
            ? error with { Id = nameof(SR.NotTheManagementAccount), RecommendedAction = EbsBackupError.Format(SR.NotTheManagementAccount, action) }
            : error with { Id = nameof(SR.RoleCannotList), RecommendedAction = EbsBackupError.Format(SR.RoleCannotList, managementRoleArn, action) };
    }

    /// <summary>Why it is not known which Regions are enabled.</summary>
    public static EbsBackupError RegionsNotListed(EbsBackupError error, string? managementRoleArn) => error.Id != nameof(SR.AccessDenied)
        ? error
        : error with { Id = nameof(SR.RegionsNotListed), RecommendedAction = EbsBackupError.Format(SR.RegionsNotListed, managementRoleArn ?? "the caller") };

    public static EbsBackupError JobsMissing(OrgJobKind kind, RegionName region, ReportWindow window, long listed, long counted) => Make(
        nameof(SR.JobsMissing), ErrorCategory.InvalidData, region.Value, SR.JobsMissing, SR.JobsMissing_Action,
        window.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), region.Value, counted, listed, kind.ToString().ToLowerInvariant(), $"List{kind}Jobs");

    public static EbsBackupError NothingToFill() => Make(
        nameof(SR.NothingToFill), ErrorCategory.InvalidArgument, "OutputPath", SR.NothingToFill, SR.NothingToFill_Action);

    public static EbsBackupError BetterOneKept(ReportKeys keys)
    {
        var folder = keys.Manifest.Substring(0, keys.Manifest.LastIndexOf('/'));
        return Make(nameof(SR.CompleteReportKept), ErrorCategory.ResourceBusy, folder, SR.CompleteReportKept, SR.CompleteReportKept_Action, folder);
    }

    private static EbsBackupError Make(string id, ErrorCategory category, string target, string message, string action, params object?[] values) =>
        new(id, category, target, EbsBackupError.Format(message, values), EbsBackupError.Format(action, values));
}
