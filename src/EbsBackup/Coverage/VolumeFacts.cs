namespace EbsBackup.Coverage;

/// <summary>A volume as EC2 lists it.</summary>
internal sealed record VolumeFacts(string Id, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<AttachmentFacts> Attachments);
