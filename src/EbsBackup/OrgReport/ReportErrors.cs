using EbsBackup.OrgReport.Page;
using EbsBackup.Sessions;

namespace EbsBackup.OrgReport;

/// <summary>What could not be read. Each failure of a Region is told once, however many of its pages it hits.</summary>
internal sealed class ReportErrors(string? managementRoleArn, Action<EbsBackupError> onError)
{
    private readonly HashSet<(OrgJobKind, RegionName, string)> _told = [];
    private readonly HashSet<(OrgJobKind, RegionName)> _regions = [];
    private readonly Dictionary<(OrgJobKind, RegionName), EbsBackupError> _notAttempted = [];
    private readonly List<PageGap> _gaps = [];

    public IReadOnlyList<PageGap> Gaps => _gaps;

    public bool Has(OrgJobKind kind, RegionName region) => _regions.Contains((kind, region));

    public void Add(JobPage page)
    {
        if (page.Failure is not { } failure) return;
        var error = failure is EbsBackupException known ? known.Error : OrgReportErrors.NotListed(failure, page.Kind, page.Region, managementRoleArn);

        // What was not attempted after a failure of this Region is that failure, which may still be on its way.
        if (error.Id == nameof(SR.NotAttempted))
            _notAttempted[(page.Kind, page.Region)] = error;
        else if (_told.Add((page.Kind, page.Region, error.Id)))
            Add(page.Kind, page.Region, error);
    }

    /// <summary>Tells of the Regions that were not attempted, when no other failure can come.</summary>
    public void Complete()
    {
        foreach (var ((kind, region), error) in _notAttempted.Select(entry => (entry.Key, entry.Value)))
        {
            if (!Has(kind, region)) Add(kind, region, error);
        }
    }

    public void Add(OrgJobKind kind, RegionName region, EbsBackupError error)
    {
        _regions.Add((kind, region));
        var what = $"{kind.ToString().ToLowerInvariant()} jobs";
        _gaps.Add(new PageGap(what, null, region.Value, error.Message, error.RecommendedAction) { HidesBackupJobs = kind == OrgJobKind.Backup });
        onError(error);
    }
}
