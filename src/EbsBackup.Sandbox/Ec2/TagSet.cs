using System.Collections;
using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>A resource's tags, within EC2's limits: 50 of them, keys to 128 and values to 256 characters, no <c>aws:</c>.</summary>
internal sealed class TagSet : IEnumerable<KeyValuePair<string, string>>
{
    private List<KeyValuePair<string, string>>? _tags;

    public int Count => _tags?.Count ?? 0;

    public string? this[string key]
    {
        get
        {
            foreach (var tag in _tags ?? [])
            {
                if (tag.Key == key) return tag.Value;
            }

            return null;
        }
        set
        {
            _tags?.RemoveAll(t => t.Key == key);
            if (value is not null) (_tags ??= []).Add(new(key, value));
        }
    }

    public static void Check(IReadOnlyCollection<KeyValuePair<string, string>> tags)
    {
        foreach (var (key, value) in tags)
        {
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                throw new AwsErrorException("InvalidParameterValue", $"Value ( {key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use");
            if (key.Length is 0 or > 128)
                throw new AwsErrorException("InvalidParameterValue", $"Value ( {key} ) for parameter key is invalid. Tag keys must be between 1 and 128 characters");
            if (value.Length > 256)
                throw new AwsErrorException("InvalidParameterValue", $"Value ( {value} ) for parameter value is invalid. Tag values must be at most 256 characters");
        }

        if (tags.Select(t => t.Key).Distinct().Count() != tags.Count)
            throw new AwsErrorException("InvalidParameterValue", "Duplicate tag key specified.");
    }

    /// <summary>The limit on what would be there after adding; <c>aws:</c> tags do not count.</summary>
    public void CheckRoomFor(IEnumerable<KeyValuePair<string, string>> more)
    {
        if (this.Concat(more).Select(t => t.Key).Distinct().Count(k => !k.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) > 50)
            throw new AwsErrorException("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
    }

    public void Set(IEnumerable<KeyValuePair<string, string>> tags)
    {
        foreach (var (key, value) in tags) this[key] = value;
    }

    /// <summary>Null when there are none: an empty tagSet is not written.</summary>
    public List<object>? ToStructures() => _tags is not { Count: > 0 } tags ? null : tags.ConvertAll(static object (t) => new Structure { { "Key", t.Key }, { "Value", t.Value } });

    public static List<KeyValuePair<string, string>> Read(IEnumerable<Structure> tags) =>
        [.. tags.Select(t => new KeyValuePair<string, string>(t.Text("Key") ?? "", t.Text("Value") ?? ""))];

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => (_tags ?? []).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
