using System.Text.Json;
using EbsBackup.Retention;

namespace EbsBackup.Policies;

/// <summary>One object of a policy file, read member by member; whatever is wrong names the file and the JSON pointer.</summary>
internal sealed class PolicySection
{
    private readonly string _file;
    private readonly string _pointer;
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    public PolicySection(string file, string pointer, JsonElement element)
    {
        (_file, _pointer) = (file, pointer);
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

    public T Parsed<T>(string name, TryParse<T> tryParse, string expected) =>
        _members[name] is { ValueKind: JsonValueKind.String } element && tryParse(element.GetString(), out var value) ? value : throw Invalid(name, expected);

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

    private EbsBackupException Invalid(string name, string expected) =>
        PolicyErrors.Invalid(_file, PointerTo(name), _members[name].GetRawText(), expected);

    // RFC 6901.
    private string PointerTo(string name) => $"{_pointer}/{name.Replace("~", "~0").Replace("/", "~1")}";
}
