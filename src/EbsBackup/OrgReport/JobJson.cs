using System.Text.Json.Serialization;

namespace EbsBackup.OrgReport;

/// <summary>Jobs as JSON with what is null left out, by code made at build: less to run, and to compile at run time, than by reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OrgBackupJob))]
[JsonSerializable(typeof(OrgCopyJob))]
[JsonSerializable(typeof(OrgRestoreJob))]
internal sealed partial class JobJson : JsonSerializerContext;
