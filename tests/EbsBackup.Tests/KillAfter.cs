using EbsBackup.Sandbox;

namespace EbsBackup.Tests;

/// <summary>Lets so many calls take effect, then nothing gets through any more: the process is dead to AWS.</summary>
internal sealed class KillAfter(EbsBackup.Sandbox.Sandbox sandbox, int calls) : DelegatingHandler(new SandboxHandler(sandbox))
{
    private int _calls;

    public bool Killed => _calls > calls;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref _calls) > calls ? throw new KilledException() : base.SendAsync(request, cancellationToken);

    private sealed class KilledException() : Exception("killed");
}
