namespace EbsBackup.OrgReport;

/// <summary>One CSV file of jobs of one kind while it is written.</summary>
internal sealed class JobCsvFile(string path, OrgJobKind kind) : IDisposable
{
    private readonly JobForm _form = JobForm.For(kind);
    private readonly CsvFile _csv = new(path, JobForm.For(kind).Header);

    public long Rows => _csv.Rows;

    public void Write(IOrgJob job) => _form.WriteRow(_csv, job);

    /// <summary>Writes what is left; gives the file's length and its SHA-256 in lower-case hex.</summary>
    public (long Bytes, string Sha256) Complete() => _csv.Complete();

    public void Dispose() => _csv.Dispose();
}
