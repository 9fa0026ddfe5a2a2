using System.Text.Json;
using EbsBackup.Retention;
using EbsBackup.Snapshots;

namespace EbsBackup.Policies;

/// <summary>What can be wrong with a policy, its file or a list of instants, and what to do about it.</summary>
internal static class PolicyErrors
{
    private const int LongestShown = 60;

    public static EbsBackupException Unreadable(string path, Exception cause) => Make(
        nameof(SR.PolicyUnreadable), cause is FileNotFoundException or DirectoryNotFoundException ? ErrorCategory.ObjectNotFound : ErrorCategory.ResourceUnavailable,
        path, EbsBackupError.Format(SR.PolicyUnreadable, path, cause.Message), SR.PolicyUnreadable_Action, cause);

    public static EbsBackupException NotJson(string path, JsonException cause) => Make(
        nameof(SR.PolicyNotJson), ErrorCategory.InvalidData, path,
        EbsBackupError.Format(SR.PolicyNotJson, path, cause.LineNumber + 1, cause.BytePositionInLine + 1, cause.Message.Split([" LineNumber:"], StringSplitOptions.None)[0]),
        SR.PolicyNotJson_Action, cause);

    public static EbsBackupException Invalid(string path, string pointer, string value, string expected)
    {
        var line = string.Join(" ", value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Make(
            nameof(SR.PolicyInvalid), ErrorCategory.InvalidData, path,
            EbsBackupError.Format(SR.PolicyInvalid, path, Shown(pointer), line.Length > LongestShown ? line.Substring(0, LongestShown) + "…" : line),
            EbsBackupError.Format(SR.PolicyInvalid_Action, expected));
    }

    public static EbsBackupException Unknown(string path, string pointer, IEnumerable<string> known) => Make(
        nameof(SR.PolicyUnknownMember), ErrorCategory.InvalidData, path,
        EbsBackupError.Format(SR.PolicyUnknownMember, path, pointer), EbsBackupError.Format(SR.PolicyUnknownMember_Action, string.Join(", ", known)));

    public static EbsBackupException Repeated(string path, string pointer) => Make(
        nameof(SR.PolicyRepeatedMember), ErrorCategory.InvalidData, path, EbsBackupError.Format(SR.PolicyRepeatedMember, path, pointer), SR.PolicyRepeatedMember_Action);

    public static EbsBackupError SelectsNothing(PolicyName policy) => new(
        nameof(SR.PolicySelectsNothing), ErrorCategory.InvalidArgument, policy.Value, EbsBackupError.Format(SR.PolicySelectsNothing, policy), SR.PolicySelectsNothing_Action);

    /// <summary>What has expired and stays because a clock is wrong or a person must agree: one error for each such reason.</summary>
    public static IEnumerable<EbsBackupError> DeletionsWait(RetentionPlan plan) =>
        from reason in new[] { RetentionReason.ClockSkew, RetentionReason.MoreThanHalf }
        let waiting = plan.Decisions.Where(d => d.Action == RetentionAction.Skip && (d.Why & reason) != 0).ToArray()
        where waiting.Length > 0
        select new EbsBackupError(
            nameof(SR.DeletionsWait), ErrorCategory.OperationStopped, plan.Request.Policy.Value,
            EbsBackupError.Format(SR.DeletionsWait, plan.Request.Policy, waiting.Length, waiting.Select(d => d.Snapshot.Volume).Distinct().Count(), plan.Region, ReasonText.Of(reason)[0]),
            reason == RetentionReason.ClockSkew ? SR.DeletionsWait_ClockSkew_Action : SR.DeletionsWait_MoreThanHalf_Action);

    // The pointer to the whole document is empty text.
    private static string Shown(string pointer) => pointer.Length == 0 ? "the top" : pointer;

    private static EbsBackupException Make(string id, ErrorCategory category, string target, string message, string action, Exception? cause = null) =>
        new EbsBackupError(id, category, target, message, action).ToException(cause);
}
