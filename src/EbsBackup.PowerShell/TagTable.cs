using System.Collections;
using System.Management.Automation;

namespace EbsBackup.PowerShell;

/// <summary>Tags as one writes them in PowerShell: @{ Backup = 'daily' }.</summary>
internal static class TagTable
{
    public static IReadOnlyDictionary<string, string> ToTags(this Hashtable? table) => table is null
        ? new Dictionary<string, string>()
        : table.Cast<DictionaryEntry>().ToDictionary(e => Text(e.Key), e => Text(e.Value));

    private static string Text(object? value) => LanguagePrimitives.ConvertTo<string>(value);
}
