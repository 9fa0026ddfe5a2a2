using System.Text.Json;

namespace EbsBackup.OrgReport;

/// <summary>The files that the manifest of an earlier run tells of.</summary>
internal sealed record EarlierManifest
{
    public IReadOnlyList<OrgReportFile> Files { get; init; } = [];

    /// <summary>It stays true when its files' keys are taken by others: every one can be read by its version.</summary>
    public bool OutlivesItsKeys => Files.Count > 0 && Files.All(file => file.VersionId is not null);

    /// <summary>Null when there is none.</summary>
    public static async Task<EarlierManifest?> ReadAsync(Stream? manifest, CancellationToken cancellationToken)
    {
        if (manifest is null) return null;
        using (manifest)
        {
            try
            {
                return await JsonSerializer.DeserializeAsync<EarlierManifest>(manifest, ReportStaging.ManifestFormat, cancellationToken).ConfigureAwait(false) ?? new();
            }
            catch (JsonException)
            {
                return new();
            }
        }
    }
}
