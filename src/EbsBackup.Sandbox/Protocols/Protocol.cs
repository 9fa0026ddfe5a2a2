using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>Requests and results on the wire, by a model.</summary>
internal abstract class Protocol(ServiceModel model, Dialect dialect)
{
    protected ServiceModel Model { get; } = model;

    protected Dialect Dialect { get; } = dialect;

    /// <summary>The protocol that the model names.</summary>
    public static Protocol Of(ServiceModel model, Dialect dialect) => model.Protocol switch
    {
        "ec2" => new QueryProtocol(model, dialect, ec2: true),
        "query" => new QueryProtocol(model, dialect, ec2: false),
        "json" => new JsonProtocol(model, dialect),
        "rest-json" => new RestJsonProtocol(model, dialect),
        _ => throw new InvalidOperationException($"No protocol {model.Protocol} is served."),
    };

    /// <summary>The operation's name, or what the request has instead of one.</summary>
    public abstract string OperationOf(SandboxRequest request);

    public abstract Structure Parse(Operation operation, SandboxRequest request);

    public abstract SandboxResponse Result(Operation operation, Structure output, string requestId);

    public abstract SandboxResponse Error(AwsErrorException error, string requestId);

    public abstract AwsErrorException UnknownOperation(string name);
}
