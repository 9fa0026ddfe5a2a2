using System.Text.Json;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>JSON by a model, both ways.</summary>
internal static class JsonValues
{
    public static Structure ReadStructure(JsonElement json, Shape shape, Dialect dialect)
    {
        var read = new Structure();
        foreach (var member in shape.Members)
        {
            if (member.Location is null && json.TryGetProperty(member.WireName, out var value) && value.ValueKind != JsonValueKind.Null)
                read.Add(member.Name, Read(value, member.Shape, member.Name, dialect));
        }

        return read;
    }

    public static void WriteStructure(Utf8JsonWriter json, Structure structure, Shape shape)
    {
        json.WriteStartObject();
        foreach (var (name, value) in structure)
        {
            if (!shape.ByName.TryGetValue(name, out var member)) throw new InvalidOperationException($"{shape.Name} has no member {name}.");
            json.WritePropertyName(member.WireName);
            Write(json, value, member.Shape);
        }

        json.WriteEndObject();
    }

    private static object Read(JsonElement json, Shape shape, string name, Dialect dialect)
    {
        switch (shape.Type, json.ValueKind)
        {
            case (ShapeType.Structure, JsonValueKind.Object):
                return ReadStructure(json, shape, dialect);
            case (ShapeType.List, JsonValueKind.Array):
                return json.EnumerateArray().Select(item => Read(item, shape.Element!.Shape, name, dialect)).ToList();
            case (ShapeType.Map, JsonValueKind.Object):
                return json.EnumerateObject().ToDictionary(p => p.Name, p => Read(p.Value, shape.Element!.Shape, name, dialect), StringComparer.Ordinal);
            case (ShapeType.String or ShapeType.Blob, JsonValueKind.String):
            case (ShapeType.Timestamp, JsonValueKind.String or JsonValueKind.Number):
            case (ShapeType.Integer or ShapeType.Long or ShapeType.Double, JsonValueKind.Number):
            case (ShapeType.Boolean, JsonValueKind.True or JsonValueKind.False):
                if (Scalars.Parse(shape, json.ToString()) is { } value) return value;
                break;
        }

        throw dialect.Invalid(name, json.ToString(), $"It is not a valid {shape.Type.ToString().ToLowerInvariant()}.");
    }

    private static void Write(Utf8JsonWriter json, object value, Shape shape)
    {
        switch (shape.Type)
        {
            case ShapeType.Structure:
                WriteStructure(json, (Structure)value, shape);
                break;
            case ShapeType.List:
                json.WriteStartArray();
                foreach (var item in (IEnumerable<object>)value) Write(json, item, shape.Element!.Shape);
                json.WriteEndArray();
                break;
            case ShapeType.Map:
                json.WriteStartObject();
                foreach (var (key, item) in (IReadOnlyDictionary<string, object>)value)
                {
                    json.WritePropertyName(key);
                    Write(json, item, shape.Element!.Shape);
                }

                json.WriteEndObject();
                break;
            case ShapeType.Boolean:
                json.WriteBooleanValue((bool)value);
                break;
            case ShapeType.Integer or ShapeType.Long:
                json.WriteNumberValue(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case ShapeType.Double:
                json.WriteNumberValue(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case ShapeType.Timestamp:
                json.WriteNumberValue(Scalars.Seconds((DateTimeOffset)value));
                break;
            default:
                json.WriteStringValue(Scalars.Format(value));
                break;
        }
    }
}
