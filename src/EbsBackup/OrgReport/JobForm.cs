using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EbsBackup.OrgReport;

/// <summary>One kind of job: how AWS lists it, where its facts are, and how it is written as a row, a line of JSON and an object.</summary>
internal abstract class JobForm
{
    private static readonly JobForm[] Forms =
    [
        new Of<OrgBackupJob>(OrgJobKind.Backup, "BackupJobs", BackupJobColumns.All, JobJson.Default.OrgBackupJob),
        new Of<OrgCopyJob>(OrgJobKind.Copy, "CopyJobs", CopyJobColumns.All, JobJson.Default.OrgCopyJob),
        new Of<OrgRestoreJob>(
            OrgJobKind.Restore, "RestoreJobs", RestoreJobColumns.All, JobJson.Default.OrgRestoreJob,
            state: nameof(OrgRestoreJob.Status), resourceArn: nameof(OrgRestoreJob.SourceResourceArn)),
    ];

    // At each position, the column that came after it last: AWS lists the members of all jobs in one order.
    private readonly int[] _next;
    private readonly byte[][] _jsonNames;

    private JobForm(OrgJobKind kind, string listName, IReadOnlyList<JobColumn> columns, string state, string resourceArn)
    {
        (Kind, ListName, Columns) = (kind, listName, [.. columns]);
        _next = [.. Enumerable.Range(0, Columns.Length + 1).Select(position => Math.Min(position, Columns.Length - 1))];
        _jsonNames = [.. Columns.Select(column => Encoding.UTF8.GetBytes($",\"{column.Name}\":"))];
        JobId = ColumnOf($"{kind}JobId");
        AccountId = ColumnOf(nameof(AccountId));
        State = ColumnOf(state);
        StatusMessage = ColumnOf(nameof(StatusMessage));
        MessageCategory = ColumnOf(nameof(MessageCategory));
        ResourceArn = ColumnOf(resourceArn);
        ResourceName = ColumnOf(nameof(ResourceName));
        ResourceType = ColumnOf(nameof(ResourceType));
        CreationDate = ColumnOf(nameof(CreationDate));
        CompletionDate = ColumnOf(nameof(CompletionDate));
        BackupSizeInBytes = ColumnOf(nameof(BackupSizeInBytes));
    }

    public OrgJobKind Kind { get; }

    /// <summary>The member of AWS's answer that has the jobs.</summary>
    public string ListName { get; }

    public JobColumn[] Columns { get; }

    public IEnumerable<string> Header => Columns.Select(column => column.Name);

    // The columns of what all kinds have; less than zero where a kind does not have it.
    public int JobId { get; }

    public int AccountId { get; }

    public int State { get; }

    public int StatusMessage { get; }

    public int MessageCategory { get; }

    public int ResourceArn { get; }

    public int ResourceName { get; }

    public int ResourceType { get; }

    public int CreationDate { get; }

    public int CompletionDate { get; }

    public int BackupSizeInBytes { get; }

    public static JobForm For(OrgJobKind kind) => Forms[(int)kind];

    /// <summary>The column of the property whose name was just read, or less than zero.</summary>
    /// <param name="previous">The column of the property before it, or less than zero.</param>
    public int ColumnOf(ref Utf8JsonReader reader, int previous)
    {
        var likely = _next[previous + 1];
        if (reader.ValueTextEquals(Columns[likely].Utf8Name)) return likely;
        for (var column = 0; column < Columns.Length; column++)
        {
            if (reader.ValueTextEquals(Columns[column].Utf8Name)) return _next[previous + 1] = column;
        }

        return -1;
    }

    /// <summary>Writes a job as a row, if need be in two files, and as a JSON object.</summary>
    public void Write(JobRow job, CsvFile? csv, CsvFile? also, Utf8Buffer json)
    {
        Span<byte> scratch = stackalloc byte[JobColumn.ScratchLength];
        json.Append(job.JsonStart);
        for (var column = 0; column < Columns.Length; column++)
        {
            var token = job[column];
            var cell = token.IsEmpty ? default : Columns[column].Format(token, scratch);
            csv?.WriteField(cell);
            also?.WriteField(cell);
            if (token.IsEmpty) continue;
            json.Append(_jsonNames[column]);
            json.Append(cell.Json);
        }

        json.Append("}"u8);
        csv?.NextRecord();
        also?.NextRecord();
    }

    /// <summary>The job as an object that outlives its page.</summary>
    public abstract IOrgJob ToJob(JobRow job);

    private int ColumnOf(string name) => Array.FindIndex(Columns, column => column.Name == name);

    private sealed class Of<TJob>(
        OrgJobKind kind, string listName, IReadOnlyList<JobColumn> columns, JsonTypeInfo<TJob> type,
        string state = nameof(IOrgJob.State), string resourceArn = nameof(IOrgJob.ResourceArn))
        : JobForm(kind, listName, columns, state, resourceArn)
        where TJob : class, IOrgJob
    {
        public override IOrgJob ToJob(JobRow job)
        {
            var json = new Utf8Buffer();
            Write(job, null, null, json);
            return JsonSerializer.Deserialize(json.Written, type)!;
        }
    }
}
