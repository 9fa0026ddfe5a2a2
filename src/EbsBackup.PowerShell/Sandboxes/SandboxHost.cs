#if !NETFRAMEWORK
using System.Globalization;
using EbsBackup.Sandbox;
using EbsBackup.Sessions;

namespace EbsBackup.PowerShell.Sandboxes;

/// <summary>Serves a sandbox on loopback and lets every session of this process in.</summary>
internal sealed class SandboxHost : IRunningSandbox
{
    private readonly SandboxServer _server;

    private SandboxHost(SandboxServer server)
    {
        _server = server;
        LocalEndpoints.Register(server.EndpointUrl, new(server.AccessKeyId, server.SecretAccessKey), server.Sandbox.Clock);
    }

    public string EndpointUrl => _server.EndpointUrl.ToString().TrimEnd('/');

    public string AccountId => _server.Sandbox.State.DefaultAccountId;

    public string AccessKeyId => _server.AccessKeyId;

    public string SecretAccessKey => _server.SecretAccessKey;

    public DateTimeOffset Now => _server.Sandbox.Clock.GetUtcNow();

    /// <exception cref="EbsBackupException">The port is taken, or the state file cannot be used.</exception>
    public static SandboxHost Start(SandboxOptions options)
    {
        try
        {
            return new(SandboxServer.Start(options, CreateSandbox(options)));
        }
        catch (IOException e)
        {
            throw Failed(ErrorCategory.ResourceBusy, options.Port.ToString(CultureInfo.InvariantCulture), e, SR.SandboxNotStarted_Port);
        }
    }

    public void Advance(TimeSpan span) => _server.Sandbox.Clock.Advance(span);

    public async Task StopAsync()
    {
        LocalEndpoints.Unregister(_server.EndpointUrl);
        await _server.DisposeAsync().ConfigureAwait(false);
    }

    private static Sandbox.Sandbox CreateSandbox(SandboxOptions options)
    {
        try
        {
            return Sandbox.Sandbox.Create(options);
        }
        catch (Exception e) when (options.StatePath is not null)
        {
            throw Failed(ErrorCategory.InvalidData, options.StatePath, e, SR.SandboxNotStarted_State);
        }
    }

    private static EbsBackupException Failed(ErrorCategory category, string target, Exception cause, string action) =>
        new EbsBackupError(nameof(SR.SandboxNotStarted), category, target, string.Format(CultureInfo.InvariantCulture, SR.SandboxNotStarted, cause.Message), action).ToException(cause);
}
#endif
