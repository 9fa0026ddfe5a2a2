using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>The codes by which one service refuses a request that does not fit its model.</summary>
/// <param name="Missing">A required member is absent: given its name.</param>
/// <param name="Invalid">A value breaks its type or a limit: given its member, the value and why.</param>
internal sealed record Dialect(Func<string, AwsErrorException> Missing, Func<string, string, string, AwsErrorException> Invalid)
{
    public static Dialect Ec2 { get; } = new(
        name => new("MissingParameter", $"The request must contain the parameter {name}"),
        (name, value, why) => new("InvalidParameterValue", $"Value ({value}) for parameter {name} is invalid. {why}"));

    public static Dialect Query { get; } = Smithy("ValidationError");

    public static Dialect Backup { get; } = new(
        name => new("MissingParameterValueException", $"{name} is missing."),
        (name, value, why) => new("InvalidParameterValueException", $"Invalid value '{value}' for {name}: {why}"));

    /// <summary>The wording of services built on AWS's common framework.</summary>
    public static Dialect Smithy(string code) => new(
        name => new(code, $"1 validation error detected: Value at '{Camel(name)}' failed to satisfy constraint: Member must not be null"),
        (name, value, why) => new(code, $"1 validation error detected: Value '{value}' at '{Camel(name)}' failed to satisfy constraint: {why}"));

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
