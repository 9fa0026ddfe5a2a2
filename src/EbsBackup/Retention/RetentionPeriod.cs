namespace EbsBackup.Retention;

/// <summary>The calendar bucket that one rule keeps the newest backup of.</summary>
internal enum RetentionPeriod
{
    Each,
    Hour,
    Day,
    Week,
    Month,
    Year,
}
