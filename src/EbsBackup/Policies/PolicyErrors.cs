using System.Text.Json;

namespace EbsBackup.Policies;

/// <summary>What can be wrong with a policy file or a list of instants, and what to do about it.</summary>
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

    public static EbsBackupException Invalid(string path, string pointer, string value, string expected) => Make(
        nameof(SR.PolicyInvalid), ErrorCategory.InvalidData, path,
        EbsBackupError.Format(SR.PolicyInvalid, path, Shown(pointer), value.Length > LongestShown ? value.Substring(0, LongestShown) + "…" : value),
        EbsBackupError.Format(SR.PolicyInvalid_Action, expected));

    public static EbsBackupException Unknown(string path, string pointer, IEnumerable<string> known) => Make(
        nameof(SR.PolicyUnknownMember), ErrorCategory.InvalidData, path,
        EbsBackupError.Format(SR.PolicyUnknownMember, path, pointer), EbsBackupError.Format(SR.PolicyUnknownMember_Action, string.Join(", ", known)));

    public static EbsBackupException Repeated(string path, string pointer) => Make(
        nameof(SR.PolicyRepeatedMember), ErrorCategory.InvalidData, path, EbsBackupError.Format(SR.PolicyRepeatedMember, path, pointer), SR.PolicyRepeatedMember_Action);

    // The pointer to the whole document is empty text.
    private static string Shown(string pointer) => pointer.Length == 0 ? "the top" : pointer;

    private static EbsBackupException Make(string id, ErrorCategory category, string target, string message, string action, Exception? cause = null) =>
        new EbsBackupError(id, category, target, message, action).ToException(cause);
}
