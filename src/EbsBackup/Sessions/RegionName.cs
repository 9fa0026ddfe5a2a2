using System.Text.RegularExpressions;
using Amazon;

namespace EbsBackup.Sessions;

/// <summary>The name of an AWS Region, such as <c>eu-central-1</c>: one that the SDK knows, or a new one that is well formed in a known partition.</summary>
public readonly record struct RegionName
{
    // AWS opens Regions faster than SDKs are released; a name that follows the pattern is left for AWS to judge.
    private static readonly Regex WellFormed = new(
        "^(?:(?:us|eu|ap|sa|ca|me|af|il|mx|cn)|us-gov|us-iso[bf]?|eu-isoe|eusc-[a-z]{2})-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-[0-9]{1,2}$",
        RegexOptions.CultureInvariant);

    private readonly string? _value;

    private RegionName(string value) => _value = value;

    /// <summary>The name as AWS writes it.</summary>
    public string Value => _value ?? "";

    /// <summary>The Region as the SDK knows it.</summary>
    public RegionEndpoint Endpoint => RegionEndpoint.GetBySystemName(Value);

    /// <exception cref="EbsBackupException">The text is not a Region's name.</exception>
    public static RegionName Parse(string? text) =>
        TryParse(text, out var region) ? region : throw EbsBackupError.UnknownRegion(text, Nearest(text)).ToException();

    public static bool TryParse(string? text, out RegionName region)
    {
        var name = text?.Trim() ?? "";
        var known = WellFormed.IsMatch(name) || RegionEndpoint.EnumerableAllRegions.Any(r => r.SystemName == name);
        region = known ? new RegionName(name) : default;
        return known;
    }

    public override string ToString() => Value;

    private static string Nearest(string? text)
    {
        var wanted = text?.Trim().ToLowerInvariant() ?? "";
        return RegionEndpoint.EnumerableAllRegions
            .Select(r => r.SystemName)
            .OrderBy(name => Distance(wanted, name))
            .ThenBy(name => name, StringComparer.Ordinal)
            .First();
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
