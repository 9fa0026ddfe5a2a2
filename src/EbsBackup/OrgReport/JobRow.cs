using System.Buffers.Text;

namespace EbsBackup.OrgReport;

/// <summary>One job of a page, read from the page's bytes as it is asked for; good until the page is disposed, after which it is another's.</summary>
internal sealed class JobRow(int number) : IOrgJob
{
    // Accounts, states and types: a few hundred texts among a million jobs.
    private static readonly Remembered<string> Repeated = new(token => JsonToken.Text(token)!);

    private JobList _page = null!;

    /// <summary>Makes it the job of that number on a page.</summary>
    public JobRow On(JobList page)
    {
        _page = page;
        return this;
    }

    public JobForm Form => _page.Form;

    public OrgJobKind Kind => _page.Form.Kind;

    public string Region => _page.Region;

    public bool EndedLater => _page.EndedLater;

    public string? JobId => Text(Form.JobId);

    /// <summary>AWS's ids are UUIDs; null for any other.</summary>
    public Guid? JobGuid => this[Form.JobId] is { Length: 38 } id && Utf8Parser.TryParse(id.Slice(1, 36), out Guid guid, out var used, 'D') && used == 36 ? guid : null;

    public string? AccountId => Repeating(Form.AccountId);

    public string? AccountName => AccountId is { } id && _page.AccountNames.TryGetValue(id, out var name) ? name : null;

    public string? State => Repeating(Form.State);

    public string? StatusMessage => Text(Form.StatusMessage);

    public string? MessageCategory => Repeating(Form.MessageCategory);

    public string? ResourceArn => Text(Form.ResourceArn);

    public string? ResourceName => Text(Form.ResourceName);

    public string? ResourceType => Repeating(Form.ResourceType);

    public DateTimeOffset? CreationDate => Instant(Form.CreationDate);

    public DateTimeOffset? CompletionDate => Instant(Form.CompletionDate);

    public long? BackupSizeInBytes => JsonToken.Number(this[Form.BackupSizeInBytes]);

    /// <summary>What a job's JSON object begins with: what is known of it besides what AWS lists.</summary>
    public ReadOnlySpan<byte> JsonStart => _page.JsonStart(AccountName);

    /// <summary>The value as it stands in the JSON, a string with its quotes; empty if AWS left it out.</summary>
    public ReadOnlySpan<byte> this[int column] => column < 0 ? default : _page.Token(number, column);

    /// <inheritdoc cref="JobForm.ToJob"/>
    public IOrgJob ToJob() => Form.ToJob(this);

    private string? Text(int column) => JsonToken.Text(this[column]);

    private string? Repeating(int column) => this[column] is { IsEmpty: false } token ? Repeated.Of(token) : null;

    private DateTimeOffset? Instant(int column) => JsonToken.Instant(this[column]) is { } utc ? new DateTimeOffset(utc) : null;
}
