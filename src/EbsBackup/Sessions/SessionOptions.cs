namespace EbsBackup.Sessions;

/// <summary>Who calls AWS, where, and through which door. Everything is optional: left out, the SDK's own chain decides.</summary>
public sealed record SessionOptions
{
    /// <summary>The Region to work in; else <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c>, the profile's, the instance's.</summary>
    public string? Region { get; init; }

    /// <summary>A profile of the shared credentials file, the config file or the SDK store.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The credentials file to look in instead of <c>~/.aws/credentials</c>.</summary>
    public string? ProfileLocation { get; init; }

    /// <summary>Gives explicit credentials whenever they are needed, so that a caller's own refresh is honoured. Wins over a profile.</summary>
    public Func<AccessKeys>? Credentials { get; init; }

    /// <summary>One address for every service: HTTPS, or plain HTTP on this machine's loopback.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>A role to work as, assumed when first needed.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The external id that the role's trust policy asks for.</summary>
    public string? ExternalId { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Names runs: in tags, leases and intents. No two runs may have the same.</summary>
    public Func<Guid> NewRun { get; init; } = Guid.NewGuid;

#if !NETFRAMEWORK
    /// <summary>Carries every request instead of the network: a sandbox in this process.</summary>
    public HttpMessageHandler? HttpHandler { get; init; }
#endif

    public override string ToString() =>
        $"SessionOptions {{ Region = {Region}, ProfileName = {ProfileName}, EndpointUrl = {EndpointUrl}, RoleArn = {RoleArn} }}";
}
