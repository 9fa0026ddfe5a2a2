namespace EbsBackup.Selection;

/// <summary>The one form of EC2's ids. Keys and file names are built from them, so nothing else passes.</summary>
internal static class ResourceId
{
    public static bool TryParse(string prefix, string? text, out string value)
    {
        value = text?.Trim() ?? "";
        if (!value.StartsWith(prefix, StringComparison.Ordinal)) return false;
        for (var i = prefix.Length; i < value.Length; i++)
        {
            if (value[i] is not ((>= '0' and <= '9') or (>= 'a' and <= 'f'))) return false;
        }

        return value.Length - prefix.Length is >= 8 and <= 17;
    }
}
