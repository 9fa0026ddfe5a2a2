namespace EbsBackup.OrgReport;

/// <summary>One CSV file of jobs while it is written.</summary>
internal sealed class JobCsvFile(string path) : IDisposable
{
    private readonly CsvFile _csv = new(path, BackupJobColumns.All.Select(column => column.Name));

    public long Rows => _csv.Rows;

    public void Write(OrgBackupJob job)
    {
        var columns = BackupJobColumns.All;
        for (var i = 0; i < columns.Count; i++) _csv.WriteField(columns[i].Text(job));
        _csv.NextRecord();
    }

    /// <summary>Writes what is left; gives the file's length and its SHA-256 in lower-case hex.</summary>
    public (long Bytes, string Sha256) Complete() => _csv.Complete();

    public void Dispose() => _csv.Dispose();
}
