using System.Collections.Concurrent;

namespace EbsBackup.Retention;

/// <summary>Reasons in words: rules under their own names, the rest as sentences.</summary>
internal static class ReasonText
{
    // A plan of a million has a handful of combinations.
    private static readonly ConcurrentDictionary<RetentionReason, IReadOnlyList<string>> Known = new();

    public static IReadOnlyList<string> Of(RetentionReason why) => Known.GetOrAdd(why, Spelled);

    private static IReadOnlyList<string> Spelled(RetentionReason why) =>
        Enumerable.Range(0, 31).Select(bit => (RetentionReason)(1 << bit))
            .Where(reason => (why & reason) != 0)
            .Select(Words)
            .ToArray();

    private static string Words(RetentionReason reason) => reason switch
    {
        RetentionReason.NewestCompleted => SR.Reason_NewestCompleted,
        RetentionReason.Hold => SR.Reason_Hold,
        RetentionReason.FutureDated => SR.Reason_FutureDated,
        RetentionReason.NotCompleted => SR.Reason_NotCompleted,
        RetentionReason.FailedRecently => SR.Reason_FailedRecently,
        RetentionReason.Expired => SR.Reason_Expired,
        RetentionReason.FailedSnapshot => SR.Reason_FailedSnapshot,
        RetentionReason.ListingIncomplete => SR.Reason_ListingIncomplete,
        RetentionReason.EmptyRules => SR.Reason_EmptyRules,
        RetentionReason.ClockSkew => SR.Reason_ClockSkew,
        RetentionReason.MoreThanHalf => SR.Reason_MoreThanHalf,
        _ => "k" + reason.ToString().Substring(1),
    };
}
