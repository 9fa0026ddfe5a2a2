using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>The Filters of a Describe call: all of them must fit, each by any of its values, with wildcards.</summary>
internal sealed class Filters<T>
    where T : Ec2Resource
{
    private readonly List<(string Name, IReadOnlyList<string> Patterns)> _filters = [];
    private readonly Func<T, string, string[]?> _valuesOf;

    /// <param name="valuesOf">What a resource has under a filter's name; null when it has none of that.</param>
    /// <param name="known">The names that the operation documents, beside tags.</param>
    public Filters(OperationCall call, string[] known, Func<T, string, string[]?> valuesOf)
    {
        _valuesOf = valuesOf;
        foreach (var filter in call.Input.Structures("Filters"))
        {
            var name = filter.Text("Name") ?? throw new AwsErrorException("MissingParameter", "The request must contain the parameter Filter.Name");
            var values = filter.Texts("Values");
            if (!name.StartsWith("tag:", StringComparison.Ordinal) && name is not ("tag-key" or "tag-value") && !known.Contains(name))
                throw new AwsErrorException("InvalidParameterValue", $"The filter '{name}' is invalid");
            if (values.Count == 0) throw new AwsErrorException("InvalidParameterValue", $"The filter '{name}' has no values");
            if (values.Count > 200) throw new AwsErrorException("FilterLimitExceeded", "The maximum number of filter values specified on a single call is 200");
            _filters.Add((name, values));
        }
    }

    /// <summary>The filter's values when each stands for itself alone, so that an index can answer; else null.</summary>
    public IReadOnlyList<string>? Exact(string name)
    {
        var values = _filters.Find(f => f.Name == name).Patterns;
        return values is not null && values.All(v => v.AsSpan().IndexOfAny('*', '?', '\\') < 0) ? values : null;
    }

    public bool Fit(T item)
    {
        foreach (var (name, patterns) in _filters)
        {
            if (!Fits(item, name, patterns)) return false;
        }

        return true;
    }

    private bool Fits(T item, string name, IReadOnlyList<string> patterns)
    {
        if (name.StartsWith("tag:", StringComparison.Ordinal)) return item.Tags[name[4..]] is { } value && AnyFits(patterns, value);
        if (name == "tag-key") return item.Tags.Any(t => AnyFits(patterns, t.Key));
        if (name == "tag-value") return item.Tags.Any(t => AnyFits(patterns, t.Value));
        return _valuesOf(item, name) is { } values && Array.Exists(values, v => AnyFits(patterns, v));
    }

    private static bool AnyFits(IReadOnlyList<string> patterns, string value)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (Wildcard.Matches(patterns[i], value)) return true;
        }

        return false;
    }
}
