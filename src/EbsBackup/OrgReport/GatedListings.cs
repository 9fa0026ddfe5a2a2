using System.Collections.Concurrent;
using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>Lists pages until a failure means that no further one can succeed: of this kind in this Region, or anywhere.</summary>
internal sealed class GatedListings(JobListings listings, string? managementRoleArn)
{
    private readonly FailureGate _run = new();
    private readonly ConcurrentDictionary<(OrgJobKind, RegionName), FailureGate> _gates = new();

    /// <exception cref="EbsBackupException">The page could not be read, or would not be: its error says why.</exception>
    public async Task<JobList> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd((query.Kind, query.Region), _ => new());
        if ((gate.Cause ?? _run.Cause) is { } cause) throw EbsBackupError.NotAttempted(query.Region.Value, cause).ToException();
        try
        {
            return await listings[query.Kind].ListAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !(query.NextToken is not null && JobListings.IsStaleToken(e)))
        {
            var error = OrgReportErrors.NotListed(e, query.Kind, query.Region, managementRoleArn);
            gate.Saw(error);
            if (error.Response == FailureResponse.StopRun) _run.Saw(error);
            throw error.ToException(e);
        }
    }
}
