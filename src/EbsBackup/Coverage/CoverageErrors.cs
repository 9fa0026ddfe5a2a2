using System.Text.RegularExpressions;
using EbsBackup.OrgReport;
using EbsBackup.Sessions;

namespace EbsBackup.Coverage;

/// <summary>What can go wrong with the coverage, and what to do about it.</summary>
internal static class CoverageErrors
{
    // A path before the name is allowed, as in an ARN: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html
    private static readonly Regex RoleName = new(@"^(?:[\x21-\x7E]{1,510}/)?[A-Za-z0-9_+=,.@-]{1,64}$", RegexOptions.CultureInvariant);

    public static void ThrowIfRefused(CoverageOptions options)
    {
        OrgReportErrors.ThrowIfRefused(new OrgReportOptions { ManagementRoleArn = options.ManagementRoleArn, KeyPrefix = options.KeyPrefix });
        if (!RoleName.IsMatch(options.OrganizationRole)) throw EbsBackupError.InvalidId("role name", options.OrganizationRole, CoverageOptions.DefaultOrganizationRole).ToException();
        if (options.MaxAge <= TimeSpan.Zero) throw EbsBackupError.InvalidId("age", options.MaxAge.ToString(), "25h").ToException();
        foreach (var id in options.AccountIds.Concat(options.ExcludedAccountIds)) AccountId.Parse(id);
        foreach (var region in options.Regions) RegionName.Parse(region);
    }

    public static EbsBackupError VolumeNotListed(string volumeId) => new(
        nameof(SR.Coverage_VolumeNotListed), ErrorCategory.InvalidResult, volumeId,
        EbsBackupError.Format(SR.Coverage_VolumeNotListed, volumeId), SR.Coverage_VolumeNotListed_Action);

    public static EbsBackupError BetterOneKept(string folder) => new(
        nameof(SR.BetterCoverageKept), ErrorCategory.ResourceBusy, folder, EbsBackupError.Format(SR.BetterCoverageKept, folder), SR.BetterCoverageKept_Action);

    /// <summary>For scripts that must fail when something is not covered.</summary>
    public static EbsBackupError NotCovered(string counts) => new(
        nameof(SR.NotCovered), ErrorCategory.InvalidResult, counts, EbsBackupError.Format(SR.NotCovered, counts), SR.NotCovered_Action);
}
