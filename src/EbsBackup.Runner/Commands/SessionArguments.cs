using System.CommandLine;
using EbsBackup.Sessions;

namespace EbsBackup.Runner.Commands;

/// <summary>Who calls AWS, where, and through which door: the options of every command that calls it.</summary>
internal sealed class SessionArguments
{
    private readonly Option<string?> _region = new("--region") { Description = "The AWS Region. Left out: the policy's first, then AWS_REGION, AWS_DEFAULT_REGION, the profile's, the instance's." };
    private readonly Option<string?> _profile = new("--profile") { Description = "A profile of the shared credentials or config file. Left out: the AWS SDK's own chain." };
    private readonly Option<string?> _endpointUrl = new("--endpoint-url") { Description = "One address for every service: https, or http on this machine." };
    private readonly Option<string?> _roleArn = new("--role-arn") { Description = "A role to assume before anything else is called." };
    private readonly Option<string?> _externalId = new("--external-id") { Description = "The external id that the role's trust policy asks for." };

    public void AddTo(Command command)
    {
        foreach (var option in new[] { _region, _profile, _endpointUrl, _roleArn, _externalId }) command.Add(option);
    }

    /// <param name="region">Where to work when the command line does not say.</param>
    public SessionOptions Read(ParseResult parsed, string? region) => new()
    {
        Region = parsed.GetValue(_region) ?? region,
        ProfileName = parsed.GetValue(_profile),
        EndpointUrl = parsed.GetValue(_endpointUrl),
        RoleArn = parsed.GetValue(_roleArn),
        ExternalId = parsed.GetValue(_externalId),
    };
}
