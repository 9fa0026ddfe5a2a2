using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Tests.Aws;

/// <summary>Values of a model's shapes, between the JSON of a test case and the objects of a generated client.</summary>
internal static class ShapeValues
{
    public static void Set(object target, Shape structure, JsonObject values)
    {
        foreach (var member in structure.Members.Where(m => values[m.Name] is not null))
        {
            var property = target.GetType().GetProperty(Pascal(member.Name))!;
            property.SetValue(target, ToObject(property.PropertyType, member, values[member.Name]!));
        }
    }

    /// <summary>Where the object differs from what the case expects, or null.</summary>
    public static string? Difference(object? actual, Shape shape, JsonNode? expected, string path)
    {
        if (expected is null)
            return actual is null ? null : $"{path}: expected nothing, got {Show(actual)}";
        if (actual is null)
            return $"{path}: expected {expected.ToJsonString()}, got null";

        switch (shape.Type)
        {
            case ShapeType.Structure:
                return shape.Members
                    .Select(m => Difference(
                        actual.GetType().GetProperty(Pascal(m.Name))?.GetValue(actual), m.Shape, expected[m.Name], $"{path}.{m.Name}"))
                    .FirstOrDefault(d => d is not null);
            case ShapeType.List:
                var (items, wanted) = (((IEnumerable)actual).Cast<object?>().ToList(), expected.AsArray());
                return items.Count != wanted.Count
                    ? $"{path}: expected {wanted.Count} items, got {items.Count}"
                    : items.Select((item, i) => Difference(item, shape.Item.Shape, wanted[i], $"{path}[{i}]")).FirstOrDefault(d => d is not null);
            case ShapeType.Map:
                var (map, entries) = ((IDictionary)actual, expected.AsObject());
                return map.Count != entries.Count
                    ? $"{path}: expected {entries.Count} entries, got {map.Count}"
                    : entries.Select(e => Difference(map[e.Key], shape.Value.Shape, e.Value, $"{path}[{e.Key}]")).FirstOrDefault(d => d is not null);
            default:
                var (found, text) = (Show(actual), Expected(shape, expected));
                return found == text ? null : $"{path}: expected {text}, got {found}";
        }
    }

    private static object? ToObject(Type type, Member member, JsonNode value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (typeof(ConstantClass).IsAssignableFrom(type))
            return Activator.CreateInstance(type, value.GetValue<string>());

        var shape = member.Shape;
        switch (shape.Type)
        {
            case ShapeType.Structure when type.IsPrimitive: // One that stands for its one member.
                return ToObject(type, shape.Members.Single(), value[shape.Members.Single().Name]!);
            case ShapeType.Structure:
                var item = Activator.CreateInstance(type)!;
                Set(item, shape, value.AsObject());
                return item;
            case ShapeType.List:
                var list = (IList)Activator.CreateInstance(type)!;
                foreach (var element in value.AsArray())
                    list.Add(element is null ? null : ToObject(type.GetGenericArguments()[0], shape.Item, element));
                return list;
            case ShapeType.Map:
                var map = (IDictionary)Activator.CreateInstance(type)!;
                foreach (var (key, element) in value.AsObject())
                    map.Add(key, element is null ? null : ToObject(type.GetGenericArguments()[1], shape.Value, element));
                return map;
            case ShapeType.Blob:
                return new MemoryStream(Encoding.UTF8.GetBytes(Plain(value, "$blob").GetValue<string>()));
            case ShapeType.Timestamp:
                return DateTime.UnixEpoch.AddMilliseconds(Math.Round(Plain(value, "$time").GetValue<double>() * 1000));
            case ShapeType.Float or ShapeType.Double:
                return Convert.ChangeType(Number(value), type, CultureInfo.InvariantCulture);
            case ShapeType.Boolean:
                return value.GetValue<bool>();
            case ShapeType.String:
                return value.GetValue<string>();
            default:
                return Convert.ChangeType(value.GetValue<long>(), type, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Files that Python reads too mark what JSON has no type for: {"$time": 1}.</summary>
    private static JsonNode Plain(JsonNode value, string mark) => value is JsonObject marked ? marked[mark]! : value;

    private static double Number(JsonNode value) =>
        value.GetValueKind() != System.Text.Json.JsonValueKind.String ? value.GetValue<double>()
        : value.GetValue<string>() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.NaN,
        };

    private static string Expected(Shape shape, JsonNode value) => shape.Type switch
    {
        ShapeType.Timestamp => Show(DateTime.UnixEpoch.AddMilliseconds(Math.Round(value.GetValue<double>() * 1000))),
        ShapeType.Float => Show((float)Number(value)),
        ShapeType.Double => Show(Number(value)),
        ShapeType.Boolean => Show(value.GetValue<bool>()),
        ShapeType.Integer or ShapeType.Long => Show(value.GetValue<long>()),
        _ => value.GetValue<string>(),
    };

    private static string Show(object value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.fffK", CultureInfo.InvariantCulture),
        Stream stream => Encoding.UTF8.GetString(Bytes(stream)),
        ConstantClass constant => constant.Value,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static byte[] Bytes(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
