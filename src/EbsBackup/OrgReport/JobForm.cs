using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EbsBackup.OrgReport;

/// <summary>How one kind of job is written: as a row and as a line of JSON.</summary>
internal abstract class JobForm
{
    private static readonly JobForm[] Forms =
    [
        new Of<OrgBackupJob>(BackupJobColumns.All, JobJson.Default.OrgBackupJob),
        new Of<OrgCopyJob>(CopyJobColumns.All, JobJson.Default.OrgCopyJob),
        new Of<OrgRestoreJob>(RestoreJobColumns.All, JobJson.Default.OrgRestoreJob),
    ];

    public abstract IEnumerable<string> Header { get; }

    public static JobForm For(OrgJobKind kind) => Forms[(int)kind];

    public abstract void WriteRow(CsvFile csv, IOrgJob job);

    public abstract void WriteJson(Utf8JsonWriter json, IOrgJob job);

    private sealed class Of<TJob>(IReadOnlyList<(string Name, Func<TJob, string?> Text)> columns, JsonTypeInfo<TJob> json) : JobForm
        where TJob : class, IOrgJob
    {
        private readonly Func<TJob, string?>[] _texts = [.. columns.Select(column => column.Text)];

        public override IEnumerable<string> Header => columns.Select(column => column.Name);

        public override void WriteRow(CsvFile csv, IOrgJob job)
        {
            var row = (TJob)job;
            foreach (var text in _texts) csv.WriteField(text(row));
            csv.NextRecord();
        }

        public override void WriteJson(Utf8JsonWriter writer, IOrgJob job) => JsonSerializer.Serialize(writer, (TJob)job, json);
    }
}
