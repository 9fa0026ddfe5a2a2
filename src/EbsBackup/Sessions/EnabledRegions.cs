using Amazon.EC2.Model;

namespace EbsBackup.Sessions;

/// <summary>The Regions that a session's account has enabled.</summary>
internal static class EnabledRegions
{
    /// <exception cref="EbsBackupException">EC2 does not tell them.</exception>
    public static async Task<IReadOnlyList<RegionName>> ListAsync(AwsSession session, CancellationToken cancellationToken)
    {
        try
        {
            // Without AllRegions EC2 names those that are enabled alone.
            var home = await session.GetRegionAsync(cancellationToken).ConfigureAwait(false);
            var enabled = await session.EC2(home).DescribeRegionsAsync(new DescribeRegionsRequest(), cancellationToken).ConfigureAwait(false);
            return [.. enabled.Regions.Select(r => RegionName.Parse(r.RegionName)).OrderBy(r => r.Value, StringComparer.Ordinal)];
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EbsBackupError.From(e, "ec2:DescribeRegions", (await session.GetIdentityAsync(cancellationToken).ConfigureAwait(false)).AccountId.Value).ToException(e);
        }
    }
}
