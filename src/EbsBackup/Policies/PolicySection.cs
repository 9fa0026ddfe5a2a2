using System.Text.Json;
using EbsBackup.Retention;

namespace EbsBackup.Policies;

/// <summary>One object of a policy file, read member by member; whatever is wrong names the file and the JSON pointer.</summary>
internal sealed class PolicySection
{
    private readonly string _file;
    private readonly string _pointer;
    private readonly string _text;
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    public PolicySection(string file, string pointer, JsonElement element)
    {
        (_file, _pointer, _text) = (file, pointer, element.GetRawText());
        if (element.ValueKind != JsonValueKind.Object)
            throw PolicyErrors.Invalid(file, pointer, element.GetRawText(), "an object: { … }");
        foreach (var member in element.EnumerateObject())
        {
            if (_members.ContainsKey(member.Name)) throw PolicyErrors.Repeated(file, PointerTo(member.Name));
            _members.Add(member.Name, member.Value);
        }
    }

    public delegate bool TryParse<T>(string? text, out T value);

    public bool Has(string name) => _members.ContainsKey(name);

    public void Knows(params string[] names)
    {
        if (_members.Keys.FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw PolicyErrors.Unknown(_file, PointerTo(unknown), names);
    }

    public PolicySection Section(string name) => new(_file, PointerTo(name), _members[name]);

    public int Count(string name)
    {
        if (!_members.TryGetValue(name, out var element)) return 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var count) && count >= -1
            ? count
            : throw Invalid(name, "a whole number from 0 to 2147483647, or -1 for all");
    }

    public bool Flag(string name) => _members.TryGetValue(name, out var element)
        && (element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Invalid(name, "true or false"));

    /// <summary>Empty when there is no such member.</summary>
    public IReadOnlyList<T> List<T>(string name, TryParse<T> tryParse, string expected)
    {
        if (!_members.TryGetValue(name, out var array)) return [];
        if (array.ValueKind != JsonValueKind.Array) throw Invalid(name, expected);
        return [.. array.EnumerateArray().Select((element, index) => element.ValueKind == JsonValueKind.String && tryParse(element.GetString(), out var value)
            ? value
            : throw PolicyErrors.Invalid(_file, $"{PointerTo(name)}/{index}", element.GetRawText(), expected))];
    }

    /// <summary>Empty when there is no such member.</summary>
    public IReadOnlyDictionary<string, string> Tags(string name)
    {
        if (!Has(name)) return new Dictionary<string, string>();
        var tags = Section(name);
        return tags._members.Keys.ToDictionary(key => key, key => tags.Parsed<string>(key, IsText, "a tag's value as text, such as \"daily\"; * stands for any"));

        static bool IsText(string? text, out string value) => (value = text ?? "") is not null;
    }

    public T Parsed<T>(string name, TryParse<T> tryParse, string expected) =>
        _members.TryGetValue(name, out var element) && element.ValueKind == JsonValueKind.String && tryParse(element.GetString(), out var value) ? value : throw Invalid(name, expected);

    public string TimeZone(string name)
    {
        const string Expected = "a time zone that this machine knows, such as \"UTC\", \"Europe/Berlin\" or \"W. Europe Standard Time\" (without ICU a machine knows only one kind)";
        return Parsed<string>(name, TryFind, Expected);

        static bool TryFind(string? id, out string known)
        {
            known = id ?? "";
            try
            {
                TimeZones.Find(known);
                return true;
            }
            catch (EbsBackupException)
            {
                return false;
            }
        }
    }

    /// <summary>The section as a whole lacks something.</summary>
    public EbsBackupException Invalid(string expected) => PolicyErrors.Invalid(_file, _pointer, _text, expected);

    private EbsBackupException Invalid(string name, string expected) =>
        PolicyErrors.Invalid(_file, PointerTo(name), _members.TryGetValue(name, out var element) ? element.GetRawText() : "nothing", expected);

    // RFC 6901.
    private string PointerTo(string name) => $"{_pointer}/{name.Replace("~", "~0").Replace("/", "~1")}";
}
