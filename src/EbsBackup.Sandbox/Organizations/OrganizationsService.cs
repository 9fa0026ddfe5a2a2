using System.Globalization;
using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Organizations;

/// <summary>AWS Organizations: the accounts of the sandbox are one Organization when one of them is its management account.</summary>
internal sealed class OrganizationsService : ModelService
{
    private const string Id = "o-sandbox0001";

    public OrganizationsService(Sandbox sandbox)
        : base(sandbox, "organizations", "organizations", Dialect.Smithy("ValidationException"))
    {
        On("ListAccounts", ListAccounts);
        On("DescribeAccount", DescribeAccount);
        On("DescribeOrganization", DescribeOrganization);
    }

    private static Structure ListAccounts(OperationCall call)
    {
        RequireManagement(call);
        var skip = 0;
        if (call.Input.Text("NextToken") is { } token && !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out skip))
            throw new AwsErrorException("InvalidInputException", "You provided an invalid value for NextToken.");
        var size = call.Input.Integer("MaxResults") ?? 20;
        var accounts = call.State.Accounts.Skip(skip).Take(size + 1).ToList();
        return new()
        {
            { "Accounts", accounts.Take(size).Select(object (a) => Shape(call, a)).ToList() },
            { "NextToken", accounts.Count > size ? (skip + size).ToString(CultureInfo.InvariantCulture) : null },
        };
    }

    private static Structure DescribeAccount(OperationCall call)
    {
        RequireManagement(call);
        var id = call.Input.Required("AccountId");
        call.About(id);
        return call.State.HasAccount(id)
            ? new() { { "Account", Shape(call, call.State.Account(id)) } }
            : throw new AwsErrorException("AccountNotFoundException", "You specified an account that doesn't exist.");
    }

    private static Structure DescribeOrganization(OperationCall call)
    {
        var management = call.State.Management ?? throw NotInUse();
        return new()
        {
            {
                "Organization", new Structure
                {
                    { "Id", Id },
                    { "Arn", $"arn:aws:organizations::{management.Id}:organization/{Id}" },
                    { "FeatureSet", "ALL" },
                    { "MasterAccountArn", ArnOf(management.Id, management.Id) },
                    { "MasterAccountId", management.Id },
                    { "MasterAccountEmail", management.Email },
                }
            },
        };
    }

    private static Structure Shape(OperationCall call, State.Account account) => new()
    {
        { "Id", account.Id },
        { "Arn", ArnOf(call.State.Management!.Id, account.Id) },
        { "Email", account.Email },
        { "Name", account.Name },
        { "Status", account.Status },
        { "State", account.Status },
        { "JoinedMethod", account.IsManagement ? "INVITED" : "CREATED" },
        { "JoinedTimestamp", account.Joined },
    };

    private static void RequireManagement(OperationCall call)
    {
        if (call.State.Management is null) throw NotInUse();
        if (!call.Account.IsManagement) throw new AwsErrorException("AccessDeniedException", "You don't have permissions to access this resource.");
    }

    private static AwsErrorException NotInUse() => new("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");

    private static string ArnOf(string managementId, string id) => $"arn:aws:organizations::{managementId}:account/{Id}/{id}";
}
