using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>The names of the Organization's accounts, where the caller may ask for them: a report without them is whole.</summary>
internal sealed class AccountNames(AwsSession management)
{
    private readonly object _gate = new();
    private Task<IReadOnlyDictionary<string, string>>? _names;

    /// <summary>Why there are none; null while they are known, or not asked for yet.</summary>
    public string? Unknown { get; private set; }

    /// <summary>Names by account id; asked for once. Empty when AWS does not tell.</summary>
    public async Task<IReadOnlyDictionary<string, string>> GetAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<IReadOnlyDictionary<string, string>> names;
            lock (_gate)
            {
                if (_names is null or { IsCanceled: true }) _names = AskAsync(cancellationToken);
                names = _names;
            }

            try
            {
                return await names.ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The one who asked first gave up, such as a reader whose Regions have all failed: that stops no other.
            }
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> AskAsync(CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            await foreach (var account in OrganizationAccounts.ListAsync(management, cancellationToken).ConfigureAwait(false))
            {
                if (account.Name is { } name) names[account.Id.Value] = name;
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var error = EbsBackupError.From(e, "organizations:ListAccounts", "Organization");
            Unknown = EbsBackupError.Format(SR.AccountNamesUnknown, error.Message);
        }

        return names;
    }
}
