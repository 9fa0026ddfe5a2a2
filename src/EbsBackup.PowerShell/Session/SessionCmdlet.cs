using System.Management.Automation;
using EbsBackup.PowerShell.Sandboxes;
using EbsBackup.Sessions;

namespace EbsBackup.PowerShell.Session;

/// <summary>A cmdlet that calls AWS: who calls, where, and through which door. Named as AWS.Tools names them.</summary>
public abstract class SessionCmdlet : AsyncPSCmdlet
{
    private readonly Dictionary<object, AwsSession> _sessions = [];

    /// <summary>The AWS Region. Left out: $StoredAWSRegion, then AWS_REGION, AWS_DEFAULT_REGION, the profile's Region, the instance's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>A profile of the shared credentials or config file, or of the SDK store. Left out: $StoredAWSCredentials, then the AWS SDK's own chain: environment, default profile, container or instance role.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The credentials file to find the profile in, instead of ~/.aws/credentials.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ProfileLocation { get; set; }

    /// <summary>Explicit credentials: what Get-AWSCredential returns, a PSCredential (access key id as user name, secret access key as password), or an object with AccessKeyId, SecretAccessKey and SessionToken.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    // Not a type of the SDK: the caller's AWSSDK.Core is another than ours.
    public object? Credential { get; set; }

    /// <summary>One address for every service: https, or http on this machine. With the address of a sandbox that runs in this process, no credentials are needed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? EndpointUrl { get; set; }

    /// <summary>A role to assume before anything else is called; its credentials are renewed before they expire.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RoleArn { get; set; }

    /// <summary>The external id that the role's trust policy asks for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ExternalId { get; set; }

    /// <summary>The external id for <see cref="RoleArn"/>, unless a cmdlet has another role that it belongs to.</summary>
    protected virtual string? SessionExternalId => ExternalId;

    /// <summary>A plan's decisions say more than a line each of "What if", and go down the pipeline instead.</summary>
    protected bool WhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>Takes in one record of the pipeline, or the parameters alone when there is no pipeline.</summary>
    protected virtual void Accept(AwsSession session)
    {
    }

    /// <summary>Does the work, once for each session that records came with.</summary>
    protected abstract void Run(AwsSession session);

    /// <summary>The ids that are ids; each other text is an error of its own.</summary>
    protected IEnumerable<T> Parse<T>(IEnumerable<string> texts, Func<string, T> parse)
    {
        foreach (var text in texts)
        {
            T id;
            try
            {
                id = parse(text);
            }
            catch (EbsBackupException e)
            {
                WriteError(e.Error.ToRecord(text));
                continue;
            }

            yield return id;
        }
    }

    protected sealed override void ProcessRecord() => Guard(() => Accept(OpenSession()));

    protected sealed override void EndProcessing()
    {
        foreach (var session in _sessions.Values)
            Guard(() => Run(session));
    }

    // Piped objects may each name another Region or endpoint.
    private AwsSession OpenSession()
    {
        var key = (Region, ProfileName, ProfileLocation, Credential, EndpointUrl, RoleArn, ExternalId);
        return _sessions.TryGetValue(key, out var session) ? session : _sessions[key] = new AwsSession(Options());
    }

    /// <summary>What fails as a whole ends the cmdlet; with pipeline input it ends what came with it, and the rest goes on.</summary>
    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (EbsBackupException e)
        {
            var record = e.Error.ToRecord(cause: e.InnerException);
            if (!MyInvocation.ExpectingInput)
                ThrowTerminatingError(record);
            WriteError(record);
        }
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
        ExternalId = SessionExternalId,
    };
}
