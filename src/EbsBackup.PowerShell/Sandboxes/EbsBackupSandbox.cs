using System.Collections.Concurrent;

namespace EbsBackup.PowerShell.Sandboxes;

/// <summary>A sandbox that runs in this process.</summary>
public sealed class EbsBackupSandbox
{
    private static readonly ConcurrentDictionary<string, EbsBackupSandbox> Started = new(StringComparer.OrdinalIgnoreCase);

    private readonly IRunningSandbox _sandbox;

    internal EbsBackupSandbox(IRunningSandbox sandbox)
    {
        _sandbox = sandbox;
        Started[EndpointUrl] = this;
    }

    /// <summary>What -EndpointUrl takes; no credentials are needed beside it.</summary>
    public string EndpointUrl => _sandbox.EndpointUrl;

    public int Port => new Uri(EndpointUrl).Port;

    /// <summary>The account of callers that the sandbox does not know.</summary>
    public string AccountId => _sandbox.AccountId;

    /// <summary>A key for other tools, such as boto3 and the AWS CLI.</summary>
    public string AccessKeyId => _sandbox.AccessKeyId;

    public string SecretAccessKey => _sandbox.SecretAccessKey;

    /// <summary>The sandbox's own time.</summary>
    public DateTimeOffset Now => _sandbox.Now;

    public bool IsRunning => Started.ContainsKey(EndpointUrl);

    /// <summary>Moves the sandbox's clock: snapshots complete and backups come of age at once.</summary>
    public void AdvanceClock(TimeSpan span) => _sandbox.Advance(span);

    internal static IEnumerable<EbsBackupSandbox> Running => Started.Values;

    internal static bool IsRunningAt(string? endpointUrl) => endpointUrl is not null && Started.ContainsKey(endpointUrl.TrimEnd('/'));

    /// <summary>False when it was stopped already.</summary>
    internal async Task<bool> StopAsync()
    {
        if (!Started.TryRemove(EndpointUrl, out _))
            return false;
        await _sandbox.StopAsync().ConfigureAwait(false);
        return true;
    }
}
