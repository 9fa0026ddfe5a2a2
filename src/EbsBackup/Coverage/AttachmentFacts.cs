namespace EbsBackup.Coverage;

/// <summary>Which instance a volume is attached to, and since when.</summary>
internal sealed record AttachmentFacts(string InstanceId, DateTimeOffset? Since);
