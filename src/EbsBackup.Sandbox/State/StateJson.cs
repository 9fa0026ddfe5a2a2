using System.Text.Json;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.State;

/// <summary>Resources as the AWS CLI prints them: the models' member names, instants as ISO 8601.</summary>
internal static class StateJson
{
    /// <param name="ours">What goes under <c>_sandbox</c>; null for nothing.</param>
    public static void Write(Utf8JsonWriter json, Structure item, Structure? ours)
    {
        json.WriteStartObject();
        Members(json, item);
        if (ours is not null)
        {
            json.WriteStartObject("_sandbox");
            Members(json, ours);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter json, Structure structure)
    {
        foreach (var (name, value) in structure)
        {
            json.WritePropertyName(name);
            Value(json, value);
        }
    }

    private static void Value(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case Structure structure:
                Write(json, structure, null);
                break;
            case IReadOnlyDictionary<string, object> map:
                json.WriteStartObject();
                foreach (var (key, item) in map)
                {
                    json.WritePropertyName(key);
                    Value(json, item);
                }

                json.WriteEndObject();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int or long or double:
                json.WriteRawValue(Scalars.Format(value));
                break;
            case DateTimeOffset time:
                // Whole ticks: what is loaded again is the same.
                json.WriteStringValue(time.UtcDateTime);
                break;
            case string or byte[]:
                json.WriteStringValue(Scalars.Format(value));
                break;
            case IEnumerable<object> list:
                json.WriteStartArray();
                foreach (var item in list) Value(json, item);
                json.WriteEndArray();
                break;
            default:
                throw new InvalidOperationException($"{value.GetType()} has no place in a state file.");
        }
    }
}
