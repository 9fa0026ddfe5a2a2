using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>A service whose requests and results go by a model; each operation is a handler.</summary>
internal abstract class ModelService(Sandbox sandbox, string model, string signingName, Dialect dialect) : ISandboxService
{
    private readonly ServiceModel _model = ServiceModel.Load(model);
    private readonly Dictionary<string, Func<OperationCall, Structure>> _handlers = new(StringComparer.Ordinal);
    private Protocol? _protocol;

    public string SigningName => signingName;

    protected ServiceModel Model => _model;

    protected Sandbox Sandbox => sandbox;

    private Protocol Protocol => _protocol ??= Protocol.Of(_model, dialect);

    public virtual string OperationOf(SandboxRequest request) => Protocol.OperationOf(request);

    public virtual SandboxResponse Handle(SandboxCall call) => Handle(call, Protocol);

    public SandboxResponse Error(AwsErrorException error, string requestId) => Protocol.Error(error, requestId);

    public virtual SandboxResponse Error(AwsErrorException error, string requestId, SandboxRequest request) => Error(error, requestId);

    protected SandboxResponse Handle(SandboxCall call, Protocol protocol)
    {
        if (!_handlers.TryGetValue(call.Operation, out var handler)) throw protocol.UnknownOperation(call.Operation);
        var operation = _model.Operations[call.Operation];
        var input = protocol.Parse(operation, call.Request);
        if (operation.Input is not null) Validation.Check(input, operation.Input, dialect);
        return protocol.Result(operation, handler(new(sandbox, call, input)), call.RequestId);
    }

    protected virtual void On(string operation, Func<OperationCall, Structure> handler)
    {
        if (!_model.Operations.ContainsKey(operation)) throw new InvalidOperationException($"The model has no operation {operation}.");
        _handlers.Add(operation, handler);
    }
}
