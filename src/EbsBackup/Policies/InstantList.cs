using System.Text.Json;

namespace EbsBackup.Policies;

/// <summary>A file with a JSON array of ISO 8601 instants: the times of snapshots.</summary>
public static class InstantList
{
    /// <returns>Each instant and the text that it was written as, in the file's order.</returns>
    /// <exception cref="EbsBackupException">The file cannot be read, or something in it is no instant: the first such thing.</exception>
    public static IReadOnlyList<(DateTimeOffset Time, string Text)> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                throw PolicyErrors.Invalid(path, "", document.RootElement.GetRawText(), $"an array: [ \"{Instant.Example}\", … ]");
            return [.. document.RootElement.EnumerateArray().Select((element, index) =>
                element.ValueKind == JsonValueKind.String && element.GetString() is { } text && Instant.TryParse(text, out var time)
                    ? (time, text)
                    : throw PolicyErrors.Invalid(path, $"/{index}", element.GetRawText(), $"an ISO 8601 instant with Z or an offset, such as \"{Instant.Example}\""))];
        }
        catch (JsonException e)
        {
            throw PolicyErrors.NotJson(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw PolicyErrors.Unreadable(path, e);
        }
    }
}
