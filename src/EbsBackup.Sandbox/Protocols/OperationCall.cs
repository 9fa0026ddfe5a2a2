using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>One call of an operation: its input by the model, and whose state it is about.</summary>
internal sealed class OperationCall(Sandbox sandbox, SandboxCall call, Structure input)
{
    public Sandbox Sandbox { get; } = sandbox;

    public SandboxState State => Sandbox.State;

    public Structure Input { get; } = input;

    public CallerIdentity Caller => call.Caller;

    public DateTimeOffset Now => call.Now;

    public string RegionName => call.Region;

    public Account Account => State.Account(call.Caller.AccountId);

    public AccountRegion Region => Account.Region(call.Region);

    /// <summary>For the call log: what the call was about.</summary>
    public void About(string id) => call.ItemIds.Add(id);
}
