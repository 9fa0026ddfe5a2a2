using System.Globalization;
using EbsBackup.Sessions;

namespace EbsBackup;

/// <summary>One failure: what was being done, to what, why it failed and what to do next.</summary>
/// <param name="Id">Stable; scripts may compare it.</param>
/// <param name="TargetId">The volume, snapshot, bucket, role … that it is about.</param>
public sealed record EbsBackupError(string Id, ErrorCategory Category, string TargetId, string Message, string RecommendedAction)
{
    public EbsBackupException ToException(Exception? cause = null) => new(this, cause);

    /// <summary>Any failure of an AWS call in the words of this product.</summary>
    /// <param name="action">The IAM action that was attempted, such as <c>ec2:CreateSnapshot</c>.</param>
    public static EbsBackupError From(Exception exception, string action, string targetId) =>
        AwsErrorTranslation.Translate(exception, action, targetId);

    internal static EbsBackupError UnknownRegion(string? name, string nearest) => new(
        nameof(SR.UnknownRegion), ErrorCategory.InvalidArgument, name ?? "", Format(SR.UnknownRegion, name), Format(SR.UnknownRegion_Action, nearest));

    internal static EbsBackupError InvalidId(string kind, string? text, string example) => new(
        nameof(SR.InvalidId), ErrorCategory.InvalidArgument, text ?? "", Format(SR.InvalidId, kind, text), Format(SR.InvalidId_Action, example));

    internal static EbsBackupError InvalidEndpoint(string address) => new(
        nameof(SR.InvalidEndpoint), ErrorCategory.InvalidArgument, address, Format(SR.InvalidEndpoint, address), SR.InvalidEndpoint_Action);

    internal static EbsBackupError UnknownProfile(string name, string? location, IEnumerable<string> known) => new(
        nameof(SR.UnknownProfile), ErrorCategory.ObjectNotFound, name,
        Format(SR.UnknownProfile, name, location ?? "the credentials and config files"),
        Format(SR.UnknownProfile_Action, string.Join(", ", known.DefaultIfEmpty("none")), name));

    internal static EbsBackupError NoCredentials(string? profile, Exception? cause) => new(
        nameof(SR.NoCredentials), ErrorCategory.AuthenticationError, profile ?? "default",
        Format(SR.NoCredentials, profile is null ? "this session" : $"the profile '{profile}'", cause?.Message ?? "the profile is incomplete."),
        SR.NoCredentials_Action);

    internal static EbsBackupError NoRegion() => new(
        nameof(SR.NoRegion), ErrorCategory.InvalidArgument, "Region", SR.NoRegion, SR.NoRegion_Action);

    internal static EbsBackupError RoleNotAssumable(string roleArn, Exception cause) => new(
        nameof(SR.RoleNotAssumable), ErrorCategory.PermissionDenied, roleArn, Format(SR.RoleNotAssumable, roleArn, cause.Message), SR.RoleNotAssumable_Action);

    internal static EbsBackupError UnreadableObject(string bucket, string key, string why) => new(
        nameof(SR.UnreadableObject), ErrorCategory.InvalidData, key, Format(SR.UnreadableObject, bucket, key, why), SR.UnreadableObject_Action);

    internal static EbsBackupError RecordNotDropped(string bucket, string key, string why) => new(
        nameof(SR.RecordNotDropped), ErrorCategory.ResourceUnavailable, key, Format(SR.RecordNotDropped, bucket, key, why), SR.RecordNotDropped_Action);

    internal static EbsBackupError PolicyBusy(string policy, string holder, DateTimeOffset until) => new(
        nameof(SR.PolicyBusy), ErrorCategory.ResourceBusy, policy, Format(SR.PolicyBusy, policy, holder, until), SR.PolicyBusy_Action);

    internal static EbsBackupError LeaseLost(string key) => new(
        nameof(SR.LeaseLost), ErrorCategory.OperationStopped, key, Format(SR.LeaseLost, key), SR.LeaseLost_Action);

    internal static string Format(string format, params object?[] values) => string.Format(CultureInfo.InvariantCulture, format, values);
}
