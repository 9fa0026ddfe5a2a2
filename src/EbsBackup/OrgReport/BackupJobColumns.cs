using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EbsBackup.OrgReport;

/// <summary>The columns of every CSV file of a report: all members of a backup job, in alphabetical order.</summary>
internal static class BackupJobColumns
{
    // Text is escaped for a spreadsheet, not for HTML: an emoji or a quote stays readable.
    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static IReadOnlyList<(string Name, Func<OrgBackupJob, string?> Text)> All { get; } =
    [
        (nameof(OrgBackupJob.AccountId), job => job.AccountId),
        (nameof(OrgBackupJob.BackupJobId), job => job.BackupJobId),
        (nameof(OrgBackupJob.BackupOptions), job => Json(job.BackupOptions)),
        (nameof(OrgBackupJob.BackupSizeInBytes), job => Number(job.BackupSizeInBytes)),
        (nameof(OrgBackupJob.BackupType), job => job.BackupType),
        (nameof(OrgBackupJob.BackupVaultArn), job => job.BackupVaultArn),
        (nameof(OrgBackupJob.BackupVaultName), job => job.BackupVaultName),
        (nameof(OrgBackupJob.BytesTransferred), job => Number(job.BytesTransferred)),
        (nameof(OrgBackupJob.CompletionDate), job => Instant(job.CompletionDate)),
        (nameof(OrgBackupJob.CreatedBy), job => Json(job.CreatedBy)),
        (nameof(OrgBackupJob.CreationDate), job => Instant(job.CreationDate)),
        (nameof(OrgBackupJob.EncryptionKeyArn), job => job.EncryptionKeyArn),
        (nameof(OrgBackupJob.ExpectedCompletionDate), job => Instant(job.ExpectedCompletionDate)),
        (nameof(OrgBackupJob.IamRoleArn), job => job.IamRoleArn),
        (nameof(OrgBackupJob.InitiationDate), job => Instant(job.InitiationDate)),
        (nameof(OrgBackupJob.IsEncrypted), job => Flag(job.IsEncrypted)),
        (nameof(OrgBackupJob.IsParent), job => Flag(job.IsParent)),
        (nameof(OrgBackupJob.MessageCategory), job => job.MessageCategory),
        (nameof(OrgBackupJob.ParentJobId), job => job.ParentJobId),
        (nameof(OrgBackupJob.PercentDone), job => job.PercentDone),
        (nameof(OrgBackupJob.RecoveryPointArn), job => job.RecoveryPointArn),
        (nameof(OrgBackupJob.RecoveryPointLifecycle), job => Json(job.RecoveryPointLifecycle)),
        (nameof(OrgBackupJob.ResourceArn), job => job.ResourceArn),
        (nameof(OrgBackupJob.ResourceName), job => job.ResourceName),
        (nameof(OrgBackupJob.ResourceType), job => job.ResourceType),
        (nameof(OrgBackupJob.StartBy), job => Instant(job.StartBy)),
        (nameof(OrgBackupJob.State), job => job.State),
        (nameof(OrgBackupJob.StatusMessage), job => job.StatusMessage),
        (nameof(OrgBackupJob.VaultLockState), job => job.VaultLockState),
        (nameof(OrgBackupJob.VaultType), job => job.VaultType),
    ];

    private static string? Json<T>(T? value) where T : class =>
        value is null ? null : JsonSerializer.Serialize(value, Compact);

    private static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Flag(bool? value) => value is { } flag ? flag ? "true" : "false" : null;

    /// <summary>AWS gives seconds or milliseconds: the text has the fraction that the value has, and none when it is whole.</summary>
    private static string? Instant(DateTimeOffset? value)
    {
        if (value is not { } instant) return null;

        // The standard formats cost a quarter of a custom one; a million jobs have five million dates.
        var time = instant.UtcDateTime;
        return time.Ticks % TimeSpan.TicksPerSecond == 0
            ? time.ToString("s", CultureInfo.InvariantCulture) + "Z"
            : time.ToString("o", CultureInfo.InvariantCulture).TrimEnd('Z').TrimEnd('0') + "Z";
    }
}
