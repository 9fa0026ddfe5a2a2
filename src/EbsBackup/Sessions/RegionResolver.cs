using Amazon.Runtime.CredentialManagement;
using Amazon.Util;

namespace EbsBackup.Sessions;

/// <summary>The Region to work in: as given, from the environment, the profile, or (last, for at most a second) the instance's metadata.</summary>
internal static class RegionResolver
{
    private static readonly TimeSpan MetadataPatience = TimeSpan.FromSeconds(1);

    public static async Task<RegionName> ResolveAsync(SessionOptions options, Uri? endpointUrl, CancellationToken cancellationToken)
    {
        var name = NonEmpty(options.Region)
            ?? NonEmpty(Environment.GetEnvironmentVariable("AWS_REGION"))
            ?? NonEmpty(Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION"))
            ?? FromProfile(options)
            ?? (LocalEndpoints.Find(endpointUrl) is null ? await FromInstanceAsync(cancellationToken).ConfigureAwait(false) : "us-east-1");
        return name is null ? throw EbsBackupError.NoRegion().ToException() : RegionName.Parse(name);
    }

    private static string? FromProfile(SessionOptions options)
    {
        var profile = NonEmpty(options.ProfileName) ?? NonEmpty(Environment.GetEnvironmentVariable("AWS_PROFILE")) ?? "default";
        return new CredentialProfileStoreChain(options.ProfileLocation).TryGetProfile(profile, out var found) ? found.Region?.SystemName : null;
    }

    private static async Task<string?> FromInstanceAsync(CancellationToken cancellationToken)
    {
        if (!EC2InstanceMetadata.IsIMDSEnabled) return null;
        var lookup = Task.Run(() => EC2InstanceMetadata.Region?.SystemName, cancellationToken);
        var first = await Task.WhenAny(lookup, Task.Delay(MetadataPatience, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first == lookup && lookup.Status == TaskStatus.RanToCompletion ? lookup.Result : null;
    }

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text!.Trim();
}
