namespace EbsBackup.Catalog;

/// <summary>Who works on a policy until when, by the holder's clock.</summary>
internal sealed record LeaseRecord(string Holder, DateTimeOffset Since, DateTimeOffset Until);
