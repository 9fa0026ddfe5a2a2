using System.Globalization;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>Holds a request to what its model says: required members, enums, lengths, ranges, patterns.</summary>
internal static class Validation
{
    public static void Check(Structure input, Shape shape, Dialect dialect)
    {
        foreach (var member in shape.Members)
        {
            var value = input[member.Name];
            if (value is null)
            {
                if (member.Required) throw dialect.Missing(member.Name);
                continue;
            }

            Check(value, member.Shape, member.Name, dialect);
        }
    }

    private static void Check(object value, Shape shape, string name, Dialect dialect)
    {
        switch (value)
        {
            case Structure structure:
                Check(structure, shape, dialect);
                break;
            case IReadOnlyDictionary<string, object> map:
                Range(map.Count, "length", shape, name, $"{map.Count} entries", dialect);
                foreach (var (key, item) in map)
                {
                    Check(key, shape.Key!.Shape, name, dialect);
                    Check(item, shape.Element!.Shape, name, dialect);
                }

                break;
            case List<object> list:
                Range(list.Count, "length", shape, name, $"{list.Count} items", dialect);
                foreach (var item in list) Check(item, shape.Element!.Shape, name, dialect);
                break;
            case string text:
                if (shape.Enum is { } known && !known.Contains(text)) throw dialect.Invalid(name, text, $"Member must satisfy enum value set: [{string.Join(", ", known)}]");
                Range(text.EnumerateRunes().Count(), "length", shape, name, text, dialect);
                if (shape.Pattern is { } pattern && !pattern.IsMatch(text)) throw dialect.Invalid(name, text, $"Member must satisfy regular expression pattern: {pattern}");
                break;
            case long or double:
                Range(Convert.ToDouble(value, CultureInfo.InvariantCulture), "value", shape, name, Scalars.Format(value), dialect);
                break;
        }
    }

    private static void Range(double value, string what, Shape shape, string name, string shown, Dialect dialect)
    {
        if (value < shape.Min) throw dialect.Invalid(name, shown, $"Member must have {what} greater than or equal to {Scalars.Format(shape.Min)}");
        if (value > shape.Max) throw dialect.Invalid(name, shown, $"Member must have {what} less than or equal to {Scalars.Format(shape.Max)}");
    }
}
