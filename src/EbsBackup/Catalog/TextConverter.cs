using System.Text.Json;
using System.Text.Json.Serialization;
using EbsBackup.Selection;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Catalog;

/// <summary>An id as its text; a text that is no such id makes the object unreadable.</summary>
internal abstract class TextConverter<T> : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryParse(reader.GetString(), out var value) ? value : throw new JsonException($"not a valid {typeof(T).Name}");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    protected abstract bool TryParse(string? text, out T value);
}

internal sealed class SnapshotIdConverter : TextConverter<SnapshotId>
{
    protected override bool TryParse(string? text, out SnapshotId value) => SnapshotId.TryParse(text, out value);
}

internal sealed class VolumeIdConverter : TextConverter<VolumeId>
{
    protected override bool TryParse(string? text, out VolumeId value) => VolumeId.TryParse(text, out value);
}

internal sealed class InstanceIdConverter : TextConverter<InstanceId>
{
    protected override bool TryParse(string? text, out InstanceId value) => InstanceId.TryParse(text, out value);
}

internal sealed class AccountIdConverter : TextConverter<AccountId>
{
    protected override bool TryParse(string? text, out AccountId value) => AccountId.TryParse(text, out value);
}

internal sealed class RegionNameConverter : TextConverter<RegionName>
{
    protected override bool TryParse(string? text, out RegionName value) => RegionName.TryParse(text, out value);
}

internal sealed class PolicyNameConverter : TextConverter<PolicyName>
{
    protected override bool TryParse(string? text, out PolicyName value) => PolicyName.TryParse(text, out value);
}

internal sealed class SlotConverter : TextConverter<Slot>
{
    protected override bool TryParse(string? text, out Slot value) => Slot.TryParse(text, out value);
}
