using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox.Sts;

/// <summary>AWS STS: who calls, and sessions of roles.</summary>
internal sealed class StsService : ModelService
{
    public StsService(Sandbox sandbox)
        : base(sandbox, "sts", "sts", Dialect.Query)
    {
        On("GetCallerIdentity", GetCallerIdentity);
        On("AssumeRole", AssumeRole);
    }

    private static Structure GetCallerIdentity(OperationCall call) => new()
    {
        { "UserId", call.Caller.UserId },
        { "Account", call.Caller.AccountId },
        { "Arn", call.Caller.Arn },
    };

    private static Structure AssumeRole(OperationCall call)
    {
        var arn = call.Input.Required("RoleArn");
        var session = call.Input.Required("RoleSessionName");
        call.About(arn);
        var parts = arn.Split(':', 6);
        if (parts.Length < 6 || !parts[5].StartsWith("role/", StringComparison.Ordinal))
            throw new AwsErrorException("ValidationError", $"{arn} is invalid");

        var accountId = parts[4];
        var name = parts[5][(parts[5].LastIndexOf('/') + 1)..];
        var role = call.State.HasAccount(accountId) ? call.State.Account(accountId).Roles.GetValueOrDefault(name) : null;
        if (role is null || call.State.Account(accountId).Status != "ACTIVE" || !Trusts(role, call.Caller) || (role.ExternalId is not null && role.ExternalId != call.Input.Text("ExternalId")))
        {
            // AWS says the same of a role that is not there and of one that does not trust the caller.
            throw new AwsErrorException("AccessDenied", $"User: {call.Caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {arn}", 403);
        }

        var key = Session(call, role, accountId, session);
        call.State.AddKey(key);
        return new()
        {
            {
                "Credentials", new Structure
                {
                    { "AccessKeyId", key.AccessKeyId },
                    { "SecretAccessKey", key.SecretAccessKey },
                    { "SessionToken", key.SessionToken },
                    { "Expiration", key.ExpiresAt },
                }
            },
            { "AssumedRoleUser", new Structure { { "AssumedRoleId", key.UserId }, { "Arn", key.Arn } } },
        };
    }

    private static AccessKey Session(OperationCall call, Role role, string accountId, string session)
    {
        var duration = TimeSpan.FromSeconds(call.Input.Integer("DurationSeconds") ?? 3600);
        if (duration > role.MaxSession)
            throw new AwsErrorException("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        if (duration > TimeSpan.FromHours(1) && call.State.FindKey(call.Caller.AccessKeyId)?.SessionToken is not null)
            throw new AwsErrorException("ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");

        var ids = call.State.Ids;
        return new(ids.AccessKeyId("ASIA"), ids.Secret(), accountId, $"arn:aws:sts::{accountId}:assumed-role/{role.Name}/{session}", $"{ids.AccessKeyId("AROA")}:{session}")
        {
            SessionToken = ids.Secret() + ids.Secret(),
            ExpiresAt = call.Now + duration,
        };
    }

    private static bool Trusts(Role role, CallerIdentity caller) => role.Trust.Any(trusted =>
        trusted == "*" || trusted == caller.AccountId || trusted == caller.Arn || trusted == $"arn:aws:iam::{caller.AccountId}:root"
        || (trusted.Contains(":role/", StringComparison.Ordinal) && trusted.Split(':') is [_, _, _, _, var account, ..] && account == caller.AccountId
            && caller.Arn.Contains($":assumed-role/{trusted[(trusted.LastIndexOf('/') + 1)..]}/", StringComparison.Ordinal)));
}
