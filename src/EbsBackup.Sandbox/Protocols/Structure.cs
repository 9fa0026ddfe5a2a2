using System.Collections;
using System.Globalization;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>
/// Values under the model's member names, in order. A value is a string, a number, a bool, an instant, bytes, a
/// <see cref="Structure"/>, a sequence of values, or a dictionary of them.
/// </summary>
internal sealed class Structure : IEnumerable<KeyValuePair<string, object>>
{
    private readonly List<KeyValuePair<string, object>> _members = [];

    public int Count => _members.Count;

    public object? this[string name]
    {
        get
        {
            foreach (var member in _members)
            {
                if (member.Key == name) return member.Value;
            }

            return null;
        }
    }

    /// <summary>Adds a member; null adds nothing.</summary>
    public void Add(string name, object? value)
    {
        if (value is not null) _members.Add(new(name, value));
    }

    public bool Has(string name) => this[name] is not null;

    public string? Text(string name) => this[name] as string;

    public string Required(string name) => Text(name) ?? throw new InvalidOperationException($"{name} is required by the model.");

    public int? Integer(string name) => this[name] is { } value ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : null;

    public long? Long(string name) => this[name] is { } value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;

    public double? Double(string name) => this[name] is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;

    public bool? Boolean(string name) => this[name] as bool?;

    public bool Is(string name) => this[name] is true;

    public DateTimeOffset? Time(string name) => this[name] as DateTimeOffset?;

    public Structure? Structured(string name) => this[name] as Structure;

    /// <summary>The list's structures; none when the list is absent.</summary>
    public IEnumerable<Structure> Structures(string name) => this[name] is IEnumerable<object> list ? list.OfType<Structure>() : [];

    /// <summary>The list's strings; none when the list is absent.</summary>
    public IReadOnlyList<string> Texts(string name) => this[name] is IEnumerable<object> list ? [.. list.OfType<string>()] : [];

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
