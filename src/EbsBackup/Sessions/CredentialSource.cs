using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;

namespace EbsBackup.Sessions;

/// <summary>Finds the caller's own credentials when they are first needed, in the order: explicit, the local endpoint's, profile, the SDK's chain.</summary>
internal sealed class CredentialSource(SessionOptions options, Uri? endpointUrl) : AWSCredentials
{
    private AWSCredentials? _found;

    public override ImmutableCredentials GetCredentials() => Find().GetCredentials();

    public override Task<ImmutableCredentials> GetCredentialsAsync() => Find().GetCredentialsAsync();

    private AWSCredentials Find()
    {
        if (options.Credentials is { } explicitKeys) return ToSdk(explicitKeys());
        if (options.ProfileName is null && LocalEndpoints.Find(endpointUrl) is { } local) return ToSdk(local.Keys);
        return _found ??= options.ProfileName is { } profile ? FromProfile(profile) : FromChain();
    }

    private static AWSCredentials ToSdk(AccessKeys keys) => string.IsNullOrEmpty(keys.SessionToken)
        ? new BasicAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey)
        : new SessionAWSCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken);

    private AWSCredentials FromProfile(string name)
    {
        var chain = new CredentialProfileStoreChain(options.ProfileLocation);
        if (!chain.TryGetProfile(name, out _))
        {
            throw EbsBackupError.UnknownProfile(name, options.ProfileLocation, chain.ListProfiles().Select(p => p.Name)).ToException();
        }

        try
        {
            return chain.TryGetAWSCredentials(name, out var credentials)
                ? credentials
                : throw EbsBackupError.NoCredentials(name, null).ToException();
        }
        catch (AmazonClientException e)
        {
            throw EbsBackupError.NoCredentials(name, e).ToException(e);
        }
    }

    private static AWSCredentials FromChain()
    {
        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials(null);
        }
        catch (AmazonClientException e)
        {
            throw EbsBackupError.NoCredentials(null, e).ToException(e);
        }
    }
}
