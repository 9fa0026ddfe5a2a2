using System.Collections.Concurrent;
using Amazon.Backup;
using Amazon.EC2;
using Amazon.Organizations;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using EbsBackup.Sessions.Pacing;

namespace EbsBackup.Sessions;

/// <summary>
/// One identity's way into AWS: credentials, Region, clients, and how fast they may go. Making one costs nothing and
/// calls nobody; the first call finds the credentials, or fails with one clear error.
/// </summary>
public sealed class AwsSession : IDisposable
{
    private readonly ConcurrentDictionary<(Type Client, RegionName Region, bool Retries), Lazy<IDisposable>> _clients = new();
    private readonly ConcurrentDictionary<RegionName, RequestPacer> _pacers = new();
    private readonly AwsSession? _home;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Uri? _endpointUrl;
    private readonly AWSCredentials _credentials;
    private readonly RoleCredentials? _role;
    private readonly AwsSession? _caller;
    private readonly ClockSkewMeter _skew;
    private RegionName? _region;
    private CallerIdentity? _identity;

    static AwsSession() => ClientPipeline.Extend();

    /// <exception cref="EbsBackupException">The Region's name or the endpoint's address is refused.</exception>
    public AwsSession(SessionOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.Region)) _region = RegionName.Parse(options.Region);
        if (!string.IsNullOrWhiteSpace(options.EndpointUrl)) _endpointUrl = EndpointAddress.Parse(options.EndpointUrl!);
        Options = options;
        Clock = LocalEndpoints.Find(_endpointUrl)?.Clock ?? options.Clock;
        _skew = new ClockSkewMeter(Clock);
        AwsClock = new AwsClock(Clock, _skew);
        if (string.IsNullOrWhiteSpace(options.RoleArn))
        {
            _credentials = new CredentialSource(options, _endpointUrl);
            return;
        }

        _caller = new AwsSession(options with { RoleArn = null, ExternalId = null });
        _credentials = _role = RoleFrom(_caller, options.RoleArn!, options.ExternalId);
    }

    private AwsSession(AwsSession caller, string roleArn, string? externalId)
    {
        Options = caller.Options with { RoleArn = roleArn, ExternalId = externalId };
        Clock = caller.Clock;
        _endpointUrl = caller._endpointUrl;
        _skew = new ClockSkewMeter(Clock);
        AwsClock = new AwsClock(Clock, _skew);
        _region = caller._region;
        _credentials = _role = RoleFrom(caller, roleArn, externalId);
    }

    private AwsSession(AwsSession home, RegionName region)
    {
        Options = home.Options with { Region = region.Value };
        Clock = home.Clock;
        _endpointUrl = home._endpointUrl;
        (AwsClock, _skew, _credentials, _clients, _pacers) = (home.AwsClock, home._skew, home._credentials, home._clients, home._pacers);
        _region = region;
        _home = home;
    }

    public SessionOptions Options { get; }

    public TimeProvider Clock { get; }

    /// <summary>AWS's time, for what several machines must agree on.</summary>
    internal TimeProvider AwsClock { get; }

    /// <summary>The name of another run.</summary>
    internal string NewRun() => Options.NewRun().ToString("n");

    /// <summary>AWS's clock minus ours, as the latest answer told; null before any answer.</summary>
    public TimeSpan? ClockSkew => _skew.Skew;

    /// <summary>A session as another role, assumed by this one; it must not outlive this one.</summary>
    public AwsSession AssumeRole(string roleArn, string? externalId = null) => new(this, roleArn, externalId);

    /// <summary>The same identity at work in another Region; it must not outlive this one.</summary>
    public AwsSession InRegion(RegionName region) => new(_home ?? this, region);

    /// <summary>The Region to work in.</summary>
    /// <exception cref="EbsBackupException">No Region is given anywhere, or its name is unknown.</exception>
    public async Task<RegionName> GetRegionAsync(CancellationToken cancellationToken = default) =>
        _region ??= await RegionResolver.ResolveAsync(Options, _endpointUrl, cancellationToken).ConfigureAwait(false);

    /// <summary>Who AWS says we are; asked once.</summary>
    /// <exception cref="EbsBackupException">AWS does not accept the credentials, or cannot be reached.</exception>
    public async Task<CallerIdentity> GetIdentityAsync(CancellationToken cancellationToken = default)
    {
        if (_home is not null) return await _home.GetIdentityAsync(cancellationToken).ConfigureAwait(false);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _identity ??= await AskIdentityAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>S3 in one Region. Buckets elsewhere are found by the SDK unless an endpoint is given.</summary>
    public IAmazonS3 S3(RegionName region) => Client<IAmazonS3>(region, credentials => new AmazonS3Client(
        credentials, Configure(new AmazonS3Config { ForcePathStyle = _endpointUrl is not null }, region)));

    /// <summary>The Region's own STS: opt-in Regions refuse the global endpoint's tokens.</summary>
    public IAmazonSecurityTokenService Sts(RegionName region) => Client<IAmazonSecurityTokenService>(region, credentials => new AmazonSecurityTokenServiceClient(
        credentials, Configure(new AmazonSecurityTokenServiceConfig(), region)));

    public IAmazonEC2 EC2(RegionName region) => Client<IAmazonEC2>(region, credentials => new AmazonEC2Client(
        credentials, Configure(new AmazonEC2Config(), region)));

    /// <summary>For CreateSnapshot, which has no client token: a retry inside the SDK could make a second snapshot.</summary>
    public IAmazonEC2 EC2WithoutRetries(RegionName region) => Client<IAmazonEC2>(
        region, credentials => new AmazonEC2Client(credentials, Configure(new AmazonEC2Config(), region, retries: false)), retries: false);

    public IAmazonBackup Backup(RegionName region) => Client<IAmazonBackup>(region, credentials => new AmazonBackupClient(
        credentials, Configure(new AmazonBackupConfig(), region)));

    public IAmazonOrganizations Organizations(RegionName region) => Client<IAmazonOrganizations>(region, credentials => new AmazonOrganizationsClient(
        credentials, Configure(new AmazonOrganizationsConfig(), region)));

    /// <summary>A client of any other service, made once per Region and kept until the session ends.</summary>
    /// <param name="create">Gets the credentials and must pass them on with a config that <see cref="Configure{TConfig}"/> has seen.</param>
    /// <param name="retries">False for calls that must never be sent twice by the SDK.</param>
    internal TClient Client<TClient>(RegionName region, Func<AWSCredentials, TClient> create, bool retries = true)
        where TClient : IDisposable =>
        (TClient)_clients.GetOrAdd((typeof(TClient), region, retries), _ => new Lazy<IDisposable>(() => create(_credentials))).Value;

    /// <summary>Region, endpoint, retry mode, pacing and transport, the same for every service.</summary>
    internal TConfig Configure<TConfig>(TConfig config, RegionName region, bool retries = true)
        where TConfig : ClientConfig
    {
        // Standard, not Adaptive: after one throttle Adaptive fails its callers without sending (AWSSDK.Core 4.0).
        config.RetryMode = RequestRetryMode.Standard;
        config.MaxErrorRetry = retries ? 4 : 0;
        if (_endpointUrl is null)
        {
            config.RegionEndpoint = region.Endpoint;
        }
        else
        {
            config.ServiceURL = _endpointUrl.ToString();
            config.AuthenticationRegion = region.Value;
        }

#if !NETFRAMEWORK
        if (Options.HttpHandler is { } handler) config.HttpClientFactory = new HandlerClientFactory(handler);
#endif
        PacingHandler.Pace(config, () => PacerOf(region), _skew, Clock);
        return config;
    }

    public void Dispose()
    {
        if (_home is not null) return;
        foreach (var client in _clients.Values.Where(c => c.IsValueCreated)) client.Value.Dispose();
        _clients.Clear();
        _role?.Dispose();
        _caller?.Dispose();
        _gate.Dispose();
    }

    // Until the account is known, which all our work asks first, a session paces itself alone.
    private RequestPacer PacerOf(RegionName region) => (_home ?? this)._identity is { } known
        ? SharedPacers.Of(Carrier, _endpointUrl, known.AccountId, region, Clock)
        : _pacers.GetOrAdd(region, _ => new RequestPacer(Clock));

#if NETFRAMEWORK
    private object Carrier => Clock;
#else
    private object Carrier => (object?)Options.HttpHandler ?? Clock;
#endif

    private RoleCredentials RoleFrom(AwsSession caller, string roleArn, string? externalId) =>
        new(async token => caller.Sts(await caller.GetRegionAsync(token).ConfigureAwait(false)), roleArn, externalId, Clock);

    private async Task<CallerIdentity> AskIdentityAsync(CancellationToken cancellationToken)
    {
        try
        {
            var region = await GetRegionAsync(cancellationToken).ConfigureAwait(false);
            var response = await Sts(region).GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken).ConfigureAwait(false);
            var arn = response.Arn.Split(':');
            return new CallerIdentity(AccountId.Parse(response.Account), arn[1], response.Arn);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw EbsBackupError.From(e, "sts:GetCallerIdentity", Options.RoleArn ?? "caller").ToException(e);
        }
    }

}
