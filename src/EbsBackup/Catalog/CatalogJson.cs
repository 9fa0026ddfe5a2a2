using System.Text.Json.Serialization;

namespace EbsBackup.Catalog;

/// <summary>The JSON of the catalogue's objects.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    Converters =
    [
        typeof(SnapshotIdConverter), typeof(VolumeIdConverter), typeof(InstanceIdConverter), typeof(AccountIdConverter),
        typeof(RegionNameConverter), typeof(PolicyNameConverter), typeof(SlotConverter),
    ])]
[JsonSerializable(typeof(SnapshotRecord))]
[JsonSerializable(typeof(TakeIntent))]
[JsonSerializable(typeof(DeletionMark))]
[JsonSerializable(typeof(LeaseRecord))]
[JsonSerializable(typeof(PolicyState))]
internal sealed partial class CatalogJson : JsonSerializerContext;
