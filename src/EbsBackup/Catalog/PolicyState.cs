using EbsBackup.Retention;

namespace EbsBackup.Catalog;

/// <summary>The rules of a policy's last successful retention run.</summary>
internal sealed record PolicyState(RetentionRules Rules, DateTimeOffset At);
