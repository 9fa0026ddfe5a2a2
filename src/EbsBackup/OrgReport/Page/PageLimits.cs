namespace EbsBackup.OrgReport.Page;

/// <summary>
/// What the page keeps and shows at most. Everything is counted; what is cut is said where it is cut.
/// With these limits a page of the worst messages stays below 8 MB, an ordinary one below 1 MB.
/// </summary>
internal sealed record PageLimits
{
    public static PageLimits Default { get; } = new();

    /// <summary>Accounts, Regions or resource types counted one by one. An Organization has at most some 10,000 accounts.</summary>
    public int Keys { get; init; } = 20_000;

    /// <summary>Rows of a table by account, Region or resource type.</summary>
    public int BreakdownRows { get; init; } = 500;

    public int Causes { get; init; } = 200;

    /// <summary>Jobs listed of each kind of problem; every cause has at least <see cref="JobsPerCause"/> of them.</summary>
    public int ListedJobs { get; init; } = 500;

    public int JobsPerCause { get; init; } = 3;

    /// <summary>Rows of the slowest and of the largest.</summary>
    public int Top { get; init; } = 20;

    /// <summary>Characters of a status message. AWS Backup's can have thousands.</summary>
    public int MessageLength { get; init; } = 1_000;

    /// <summary>Errors listed of those met while reading.</summary>
    public int Gaps { get; init; } = 200;

    /// <summary>Resources listed for each coverage status.</summary>
    public int CoverageRows { get; init; } = 500;
}
