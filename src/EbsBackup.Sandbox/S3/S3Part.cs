namespace EbsBackup.Sandbox.S3;

/// <summary>A part of a multipart upload; <see cref="Body"/> is emptied once the object is whole.</summary>
internal sealed record S3Part(int Number, string ETag, long Size, DateTimeOffset LastModified, byte[] Body, S3Checksum? Checksum);
