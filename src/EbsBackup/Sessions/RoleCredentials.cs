using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace EbsBackup.Sessions;

/// <summary>
/// A role's credentials, assumed when first needed and again five minutes before they expire. Their life is measured
/// from the moment of asking, not from AWS's expiry instant: a clock that is wrong cannot stretch or void it.
/// </summary>
internal sealed class RoleCredentials(
    Func<CancellationToken, Task<IAmazonSecurityTokenService>> sts, string roleArn, string? externalId, TimeProvider clock) : AWSCredentials, IDisposable
{
    // AWS caps a chained role at one hour and grants every role at least that:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use.html
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan RefreshBefore = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private ImmutableCredentials? _current;
    private long _assumedAt;

    public override ImmutableCredentials GetCredentials() => GetCredentialsAsync().GetAwaiter().GetResult();

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_current is null || clock.GetElapsedTime(_assumedAt) > Lifetime - RefreshBefore)
            {
                var asked = clock.GetTimestamp();
                _current = await AssumeAsync().ConfigureAwait(false);
                _assumedAt = asked;
            }

            return _current;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<ImmutableCredentials> AssumeAsync()
    {
        try
        {
            var client = await sts(CancellationToken.None).ConfigureAwait(false);
            var response = await client.AssumeRoleAsync(new AssumeRoleRequest
            {
                RoleArn = roleArn,
                ExternalId = externalId,
                RoleSessionName = "EbsBackup",
                DurationSeconds = (int)Lifetime.TotalSeconds,
            }).ConfigureAwait(false);
            var keys = response.Credentials;
            return new ImmutableCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken);
        }
        catch (AmazonSecurityTokenServiceException e) when (e.ErrorCode is "AccessDenied" or "NoSuchEntity" or "ValidationError")
        {
            throw EbsBackupError.RoleNotAssumable(roleArn, e).ToException(e);
        }
        catch (Exception e)
        {
            // Named here: to the caller of EC2 or S3 it would look like that call's failure.
            throw EbsBackupError.From(e, "sts:AssumeRole", roleArn).ToException(e);
        }
    }
}
