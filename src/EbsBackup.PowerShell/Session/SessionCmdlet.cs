using System.Management.Automation;
using EbsBackup.PowerShell.Sandboxes;
using EbsBackup.Sessions;

namespace EbsBackup.PowerShell.Session;

/// <summary>A cmdlet that calls AWS: who calls, where, and through which door. Named as AWS.Tools names them.</summary>
public abstract class SessionCmdlet : AsyncPSCmdlet
{
    private readonly Dictionary<object, AwsSession> _sessions = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? ProfileName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ProfileLocation { get; set; }

    /// <summary>An object and not a type of the SDK: the caller's AWSSDK.Core is another than ours.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public object? Credential { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? EndpointUrl { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RoleArn { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ExternalId { get; set; }

    /// <summary>The session of the parameters as they stand: piped objects may each name another Region or endpoint.</summary>
    /// <exception cref="EbsBackupException">The Region's name, the endpoint or the credentials are refused.</exception>
    protected AwsSession OpenSession()
    {
        var key = (Region, ProfileName, ProfileLocation, Credential, EndpointUrl, RoleArn, ExternalId);
        return _sessions.TryGetValue(key, out var session) ? session : _sessions[key] = new AwsSession(Options());
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var session in _sessions.Values)
                session.Dispose();
            _sessions.Clear();
        }

        base.Dispose(disposing);
    }

    private SessionOptions Options() => new()
    {
        Region = Region ?? StoredDefaults.Region(SessionState),
        ProfileName = ProfileName,
        ProfileLocation = ProfileLocation is null ? null : GetUnresolvedProviderPathFromPSPath(ProfileLocation),
        Credentials = Credential is not null ? CredentialObject.Reader(Credential) : ProfileName is null && !EbsBackupSandbox.IsRunningAt(EndpointUrl) ? StoredDefaults.Credentials(SessionState) : null,
        EndpointUrl = EndpointUrl,
        RoleArn = RoleArn,
        ExternalId = ExternalId,
    };
}
