using System.Text.Json;
using EbsBackup.Catalog;
using EbsBackup.Retention;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Policies;

/// <summary>The policy file: JSON in which comments and trailing commas are welcome and an unknown or repeated member is an error.</summary>
public static class PolicyFile
{
    private static readonly JsonDocumentOptions HandWritten = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="path">UTF-8, or UTF-16 with a byte order mark, as Windows PowerShell writes it.</param>
    /// <exception cref="EbsBackupException">The file cannot be read, or something in it is not valid: the first such thing.</exception>
    public static BackupPolicy Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw PolicyErrors.Unreadable(path, e);
        }

        return Parse(text, path);
    }

    /// <param name="source">Names the text in errors.</param>
    /// <exception cref="EbsBackupException">Something in it is not valid: the first such thing.</exception>
    public static BackupPolicy Parse(string json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json, HandWritten);
            return Policy(new PolicySection(source, "", document.RootElement));
        }
        catch (JsonException e)
        {
            throw PolicyErrors.NotJson(source, e);
        }
    }

    private static BackupPolicy Policy(PolicySection section)
    {
        section.Knows("name", "selection", "regions", "records", "retention");
        return new BackupPolicy
        {
            Name = section.Has("name") ? section.Parsed<PolicyName>("name", PolicyName.TryParse, "1 to 64 letters, digits, '.', '-' or '_', such as \"daily-15d\"") : PolicyName.Default,
            Selection = section.Has("selection") ? Selection(section.Section("selection")) : null,
            Regions = section.List<RegionName>("regions", RegionName.TryParse, "an array of Regions, such as [\"eu-central-1\"]"),
            Catalog = section.Has("records") ? Records(section.Section("records")) : null,
            Retention = section.Has("retention") ? Rules(section.Section("retention")) : RetentionRules.Default,
        };
    }

    private static VolumeSelector Selection(PolicySection section)
    {
        section.Knows("volumeIds", "instanceIds", "tags", "excludeTags", "excludeBootVolumes", "excludeDataVolumes");
        var selection = new VolumeSelector
        {
            VolumeIds = section.List<VolumeId>("volumeIds", VolumeId.TryParse, "an array of volume ids, such as [\"vol-0123456789abcdef0\"]"),
            InstanceIds = section.List<InstanceId>("instanceIds", InstanceId.TryParse, "an array of instance ids, such as [\"i-0123456789abcdef0\"]"),
            Tags = section.Tags("tags"),
            ExcludeTags = section.Tags("excludeTags"),
            ExcludeBootVolumes = section.Flag("excludeBootVolumes"),
            ExcludeDataVolumes = section.Flag("excludeDataVolumes"),
        };
        return selection.IsEmpty ? throw section.Invalid("volumeIds, instanceIds or tags: what is to be backed up") : selection;
    }

    private static CatalogLocation Records(PolicySection section)
    {
        section.Knows("bucketName", "keyPrefix");
        var bucket = section.Parsed<CatalogLocation>("bucketName", TryBucket, "the name of a bucket, such as \"my-backup-records\"");
        return section.Has("keyPrefix")
            ? section.Parsed<CatalogLocation>("keyPrefix", TryPrefix, "what the records' keys begin with, such as \"snapshots\" or \"team-a/snapshots\"")
            : bucket;

        static bool TryBucket(string? text, out CatalogLocation location) => TryLocation(text ?? "", null, out location);
        bool TryPrefix(string? text, out CatalogLocation location) => TryLocation(bucket.BucketName, text, out location);
    }

    private static bool TryLocation(string bucket, string? prefix, out CatalogLocation location)
    {
        try
        {
            location = new CatalogLocation(bucket, prefix);
            return true;
        }
        catch (EbsBackupException)
        {
            location = null!;
            return false;
        }
    }

    private static RetentionRules Rules(PolicySection section)
    {
        section.Knows([.. RetentionRules.Names, "timeZone"]);
        return new RetentionRules
        {
            KeepWithin = Span("keepWithin"),
            KeepLast = section.Count("keepLast"),
            KeepHourly = section.Count("keepHourly"),
            KeepDaily = section.Count("keepDaily"),
            KeepWeekly = section.Count("keepWeekly"),
            KeepMonthly = section.Count("keepMonthly"),
            KeepYearly = section.Count("keepYearly"),
            KeepWithinHourly = Span("keepWithinHourly"),
            KeepWithinDaily = Span("keepWithinDaily"),
            KeepWithinWeekly = Span("keepWithinWeekly"),
            KeepWithinMonthly = Span("keepWithinMonthly"),
            KeepWithinYearly = Span("keepWithinYearly"),
            TimeZone = section.Has("timeZone") ? section.TimeZone("timeZone") : "UTC",
        };

        CalendarDuration? Span(string name) => section.Has(name)
            ? section.Parsed<CalendarDuration>(name, CalendarDuration.TryParse, "a length of time above zero such as \"15d\", \"12h\" or \"P1Y2M3DT4H\"")
            : null;
    }
}
