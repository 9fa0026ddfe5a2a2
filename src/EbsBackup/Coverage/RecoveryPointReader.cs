using Amazon.Backup;
using Amazon.Backup.Model;

namespace EbsBackup.Coverage;

/// <summary>
/// What is really left of the backups that AWS Backup says it made: it goes on listing a resource, with the time of its
/// last backup, when the recovery point has been deleted or has expired.
/// </summary>
internal sealed class RecoveryPointReader(IAmazonBackup backup, CoverageRules rules)
{
    private const int ResourcesInFlight = 4;

    private readonly FailureGate _gate = new();

    /// <summary>Each resource with its newest usable recovery point.</summary>
    public async Task<IReadOnlyList<ProtectedFacts>> CheckAsync(IReadOnlyList<ProtectedFacts> resources, CancellationToken cancellationToken)
    {
        // A page of a vault tells of a thousand backups; only those that it does not tell of are asked for one by one.
        var fresh = resources.Any(IsFresh) ? await FreshAsync(cancellationToken).ConfigureAwait(false) : [];
        var result = new List<ProtectedFacts>(resources.Count);
        var old = new List<ProtectedFacts>();
        foreach (var resource in resources)
        {
            if (fresh.TryGetValue(resource.Arn, out var point)) result.Add(resource with { Time = point.Time, RecoveryPointArn = point.Arn });
            else old.Add(resource);
        }

        var asked = ConcurrentStream.RunAsync(old, ResourcesInFlight, resource => AskAsync(resource, cancellationToken), cancellationToken);
        await foreach (var resource in asked.ConfigureAwait(false)) result.Add(resource);
        return result;
    }

    private bool IsFresh(ProtectedFacts resource) => resource.Time is { } time && rules.IsFresh(time);

    /// <summary>The newest usable recovery point of each resource in the vaults that may be read. The others' resources are asked one by one.</summary>
    private async Task<Dictionary<string, (DateTimeOffset Time, string Arn)>> FreshAsync(CancellationToken cancellationToken)
    {
        var newest = new Dictionary<string, (DateTimeOffset Time, string Arn)>(StringComparer.Ordinal);
        try
        {
            foreach (var vault in await VaultsAsync(cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    await ReadVaultAsync(vault, newest, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception) when (!cancellationToken.IsCancellationRequested)
                {
                }
            }
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
        }

        return newest;
    }

    private async Task<List<string>> VaultsAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var request = new ListBackupVaultsRequest { MaxResults = 1000 };
        do
        {
            var page = await backup.ListBackupVaultsAsync(request, cancellationToken).ConfigureAwait(false);
            names.AddRange((page.BackupVaultList ?? []).Select(vault => vault.BackupVaultName));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return names;
    }

    private async Task ReadVaultAsync(string vault, Dictionary<string, (DateTimeOffset Time, string Arn)> newest, CancellationToken cancellationToken)
    {
        var request = new ListRecoveryPointsByBackupVaultRequest
        {
            BackupVaultName = vault, ByCreatedAfter = (rules.AsOf - rules.MaxAge).UtcDateTime, MaxResults = 1000,
        };
        do
        {
            var page = await backup.ListRecoveryPointsByBackupVaultAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var point in page.RecoveryPoints ?? [])
            {
                if (!IsUsable(point.Status?.Value) || point.ResourceArn is not { } resource || Utc(point.CreationDate) is not { } time) continue;
                if (!newest.TryGetValue(resource, out var known) || known.Time < time) newest[resource] = (time, point.RecoveryPointArn);
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    private async Task<IReadOnlyList<ProtectedFacts>> AskAsync(ProtectedFacts resource, CancellationToken cancellationToken) => await _gate.RunAsync<ProtectedFacts>(
        async () =>
        {
            try
            {
                return [await NewestAsync(resource, cancellationToken).ConfigureAwait(false)];
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                return [resource with { Time = null, RecoveryPointArn = null, Error = EbsBackupError.From(e, ProtectedFacts.PointsAction, resource.Arn) }];
            }
        },
        answer => answer.Error,
        cause => [resource with { Time = null, RecoveryPointArn = null, Error = EbsBackupError.NotAttempted(resource.Arn, cause) }]).ConfigureAwait(false);

    private async Task<ProtectedFacts> NewestAsync(ProtectedFacts resource, CancellationToken cancellationToken)
    {
        var (time, arn) = ((DateTimeOffset?)null, (string?)null);
        var request = new ListRecoveryPointsByResourceRequest { ResourceArn = resource.Arn, MaxResults = 1000 };
        do
        {
            var page = await backup.ListRecoveryPointsByResourceAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var point in page.RecoveryPoints ?? [])
            {
                if (!IsUsable(point.Status?.Value) || Utc(point.CreationDate) is not { } created) continue;

                // A continuous backup was created long ago and goes on: its resource's last backup is in it.
                if (point.Status?.Value == "AVAILABLE" && resource.Time > created) created = resource.Time.Value;
                if (time is null || time < created) (time, arn) = (created, point.RecoveryPointArn);
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return resource with { Time = time, RecoveryPointArn = arn };
    }

    // STOPPED and AVAILABLE are those of continuous backups: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RecoveryPointByResource.html
    private static bool IsUsable(string? status) => status is "COMPLETED" or "AVAILABLE" or "STOPPED";

    private static DateTimeOffset? Utc(DateTime? time) => time is { } t ? new DateTimeOffset(t.ToUniversalTime()) : null;
}
