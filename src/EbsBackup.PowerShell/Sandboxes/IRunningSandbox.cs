namespace EbsBackup.PowerShell.Sandboxes;

/// <summary>The sandbox as the cmdlets see it. It runs on PowerShell 7 only, and its types stay behind this.</summary>
internal interface IRunningSandbox
{
    string EndpointUrl { get; }

    string AccountId { get; }

    string AccessKeyId { get; }

    string SecretAccessKey { get; }

    DateTimeOffset Now { get; }

    void Advance(TimeSpan span);

    Task StopAsync();
}
