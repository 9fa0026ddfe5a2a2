using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using EbsBackup.Sessions;

namespace EbsBackup.PowerShell.Session;

/// <summary>
/// Reads credentials out of whatever the caller has. The types of AWS.Tools live in another load context, where no cast
/// reaches them: they are read by the names of their members, each time anew, so that their own refresh is honoured.
/// </summary>
internal static class CredentialObject
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <exception cref="EbsBackupException">Nothing in the object looks like credentials.</exception>
    public static Func<AccessKeys> Reader(object credential)
    {
        var value = credential is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : credential;
        if (value is PSCredential pair)
            return () => new(pair.UserName, pair.GetNetworkCredential().Password);
        if (value.GetType().GetMethod("GetCredentials", Type.EmptyTypes) is { } method)
            return () => Keys(method.Invoke(value, null), "AccessKey", "SecretKey", "Token") ?? throw NotUnderstood(value);
        if (Keys(value, "AccessKeyId", "SecretAccessKey", "SessionToken") is { } keys)
            return () => keys;

        // $StoredAWSCredentials and the answer of Use-STSRole hold the credentials one level down.
        return (PSObject.AsPSObject(value).Properties["Credentials"]?.Value ?? value.GetType().GetProperty("Credentials", Any)?.GetValue(value)) is { } inner
            ? Reader(inner)
            : throw NotUnderstood(value);
    }

    private static AccessKeys? Keys(object? holder, string id, string secret, string token)
    {
        if (holder is null)
            return null;
        var properties = PSObject.AsPSObject(holder).Properties;
        return properties[id]?.Value is string idValue && properties[secret]?.Value is string secretValue
            ? new(idValue, secretValue, properties[token]?.Value as string)
            : null;
    }

    private static EbsBackupException NotUnderstood(object value) => new EbsBackupError(
        nameof(SR.CredentialNotUnderstood), ErrorCategory.InvalidArgument, "Credential",
        string.Format(CultureInfo.InvariantCulture, SR.CredentialNotUnderstood, value.GetType().FullName), SR.CredentialNotUnderstood_Action).ToException();
}
