using System.Globalization;
using EbsBackup.Sessions;

namespace EbsBackup;

/// <summary>One failure: what was being done, to what, why it failed and what to do next.</summary>
/// <param name="Id">Stable; scripts may compare it.</param>
/// <param name="TargetId">The volume, snapshot, bucket, role … that it is about.</param>
public sealed record EbsBackupError(string Id, ErrorCategory Category, string TargetId, string Message, string RecommendedAction)
{
    /// <summary>What it means for the rest of the run.</summary>
    public FailureResponse Response { get; init; }

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
        nameof(SR.RoleNotAssumable), ErrorCategory.PermissionDenied, roleArn, Format(SR.RoleNotAssumable, roleArn, cause.Message), SR.RoleNotAssumable_Action)
        { Response = FailureResponse.StopAccount };

    internal static EbsBackupError UnknownVolume(string id) => new(
        nameof(SR.UnknownVolume), ErrorCategory.ObjectNotFound, id, Format(SR.UnknownVolume, id), SR.UnknownVolume_Action);

    internal static EbsBackupError NoBackups(string volume, string policy) => new(
        nameof(SR.NoBackups), ErrorCategory.ObjectNotFound, volume, Format(SR.NoBackups, policy, volume), SR.NoBackups_Action);

    internal static EbsBackupError UnknownInstance(string id) => new(
        nameof(SR.UnknownInstance), ErrorCategory.ObjectNotFound, id, Format(SR.UnknownInstance, id), SR.UnknownInstance_Action);

    internal static EbsBackupError UnknownSnapshot(string id) => new(
        nameof(SR.UnknownSnapshot), ErrorCategory.ObjectNotFound, id, Format(SR.UnknownSnapshot, id), SR.UnknownSnapshot_Action);

    internal static EbsBackupError InstanceWithoutVolumes(string id) => new(
        nameof(SR.InstanceWithoutVolumes), ErrorCategory.ObjectNotFound, id, Format(SR.InstanceWithoutVolumes, id), SR.InstanceWithoutVolumes_Action);

    internal static EbsBackupError NothingSelected(string what) => new(
        nameof(SR.NothingSelected), ErrorCategory.ObjectNotFound, what, Format(SR.NothingSelected, what), SR.NothingSelected_Action);

    internal static EbsBackupError NothingLeft() => new(
        nameof(SR.NothingLeft), ErrorCategory.ObjectNotFound, "volumes", SR.NothingLeft, SR.NothingLeft_Action);

    internal static EbsBackupError InvalidRoleArn(string arn) => new(
        nameof(SR.InvalidRoleArn), ErrorCategory.InvalidArgument, arn, Format(SR.InvalidRoleArn, arn), SR.InvalidRoleArn_Action);

    internal static EbsBackupError AccountsNotListed(Exception failure, string? managementRoleArn)
    {
        var error = From(failure, "organizations:ListAccounts", managementRoleArn ?? "the Organization");
        return error.Id is nameof(SR.AccessDenied) or nameof(SR.Rejected) ? error with { RecommendedAction = SR.AccountsNotListed_Action } : error;
    }

    internal static EbsBackupError InvalidTag(string key) => new(
        nameof(SR.InvalidTag), ErrorCategory.InvalidArgument, key, Format(SR.InvalidTag, key), SR.InvalidTag_Action);

    internal static EbsBackupError TooManyTags(int count, int most) => new(
        nameof(SR.TooManyTags), ErrorCategory.InvalidArgument, "tags", Format(SR.TooManyTags, count, most), SR.TooManyTags_Action);

    internal static EbsBackupError SnapshotFailed(string id, string volume, string? why) => new(
        nameof(SR.SnapshotFailed), ErrorCategory.InvalidResult, id, Format(SR.SnapshotFailed, id, volume, why ?? "no reason given"), SR.SnapshotFailed_Action);

    internal static EbsBackupError SnapshotsInProgress(string volume, string? type, int most, IReadOnlyList<string> inProgress, TimeSpan waited) => new(
        nameof(SR.SnapshotsInProgress), ErrorCategory.LimitsExceeded, volume,
        Format(SR.SnapshotsInProgress, volume, string.Join(", ", inProgress), most, type ?? "unknown", Math.Round(waited.TotalMinutes)), SR.SnapshotsInProgress_Action);

    internal static EbsBackupError SnapshotVanished(string id, string volume) => new(
        nameof(SR.SnapshotVanished), ErrorCategory.InvalidResult, id, Format(SR.SnapshotVanished, id, volume), SR.SnapshotVanished_Action);

    internal static EbsBackupError SnapshotNotListed(string volume) => new(
        nameof(SR.SnapshotNotListed), ErrorCategory.InvalidResult, volume, Format(SR.SnapshotNotListed, volume), SR.SnapshotNotListed_Action);

    internal static EbsBackupError UnreadableObject(string bucket, string key, string why) => new(
        nameof(SR.UnreadableObject), ErrorCategory.InvalidData, key, Format(SR.UnreadableObject, bucket, key, why), SR.UnreadableObject_Action);

    internal static EbsBackupError RecordNotDropped(string bucket, string key, string why) => new(
        nameof(SR.RecordNotDropped), ErrorCategory.ResourceUnavailable, key, Format(SR.RecordNotDropped, bucket, key, why), SR.RecordNotDropped_Action);

    internal static EbsBackupError PolicyBusy(string policy, string holder, DateTimeOffset until) => new(
        nameof(SR.PolicyBusy), ErrorCategory.ResourceBusy, policy, Format(SR.PolicyBusy, policy, holder, until), SR.PolicyBusy_Action)
        { Response = FailureResponse.StopAccount };

    internal static EbsBackupError LeaseLost(string key) => new(
        nameof(SR.LeaseLost), ErrorCategory.OperationStopped, key, Format(SR.LeaseLost, key), SR.LeaseLost_Action)
        { Response = FailureResponse.StopAccount };

    /// <summary>Of an item that was left alone, because an earlier failure showed that it could not be done.</summary>
    internal static EbsBackupError NotAttempted(string targetId, EbsBackupError cause) => new(
        nameof(SR.NotAttempted), ErrorCategory.OperationStopped, targetId, Format(SR.NotAttempted, targetId, cause.Message), cause.RecommendedAction)
        { Response = cause.Response };

    internal static string Format(string format, params object?[] values) => string.Format(CultureInfo.InvariantCulture, format, values);
}
