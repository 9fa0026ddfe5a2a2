using EbsBackup.Sandbox.Faults;
using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox;

/// <summary>AWS in memory: the state of some accounts, a clock, and the services that answer for them. Calls are taken one at a time.</summary>
public sealed class Sandbox
{
    private readonly object _gate = new();
    private readonly Dictionary<string, ISandboxService> _services;
    private long _calls;

    private Sandbox(SandboxOptions options, TimeProvider? time)
    {
        Options = options;
        Clock = new(time);
        State = new(options.DefaultAccountId, options.Seed);
        UseDefaultAccount(options.DefaultAccountId);
        ISandboxService[] services =
        [
            new Ec2.Ec2Service(this), new Backup.BackupService(this), new Organizations.OrganizationsService(this), new S3.S3Service(), new Sts.StsService(this),
            new Alerts.MetricsService(this), new Alerts.LogsService(this), new Alerts.SnsService(this),
        ];
        _services = services.ToDictionary(s => s.SigningName, StringComparer.Ordinal);
    }

    public SandboxOptions Options { get; }

    public SandboxClock Clock { get; }

    public SandboxState State { get; }

    public FaultPlan Faults { get; } = new();

    /// <summary>In force with <see cref="SandboxOptions.RequestLimits"/>.</summary>
    public RequestBuckets RequestBuckets { get; } = new();

    public CallLog Calls { get; } = new();

    /// <summary>What the next snapshots end as, in order: <c>error</c>, or <c>completed</c> as all do when this is empty.</summary>
    public Queue<string> SnapshotEnds { get; } = new();

    /// <summary>What the next backup jobs end as, in order; COMPLETED when this is empty.</summary>
    public Queue<string> BackupJobEnds { get; } = new();

    /// <summary>A key of the default account.</summary>
    public AccessKey DefaultKey { get; private set; } = null!;

    /// <param name="time">Real time, which the sandbox's clock starts from; null for the system's.</param>
    /// <exception cref="StateFileException">The state file cannot be read.</exception>
    public static Sandbox Create(SandboxOptions options, TimeProvider? time = null)
    {
        var sandbox = new Sandbox(options, time);
        if (options.StatePath is { } path) StateFile.Load(sandbox, path, sandbox.Sections);
        if (options.SampleFleet) sandbox.FillSampleFleet();
        return sandbox;
    }

    /// <summary>The whole state in the form of a state file.</summary>
    public byte[] WriteState()
    {
        lock (_gate) return StateFile.Write(this, Sections);
    }

    /// <summary>Answers one request. Never throws for what a request holds: errors are answers.</summary>
    public SandboxResponse Handle(SandboxRequest request)
    {
        lock (_gate)
        {
            var scope = CredentialScope.Of(request);
            if (scope is null && request.RawPath.StartsWith("/_sandbox", StringComparison.Ordinal)) return ControlPlane.Handle(this, request);

            // Only S3 takes requests that nobody signed.
            var name = scope?.Service is null or "s3express" ? "s3" : scope.Value.Service;
            if (!_services.TryGetValue(name, out var service)) return ControlPlane.NoSuchService(name, _services.Keys);
            return Dispatch(service, request, scope ?? new("", "us-east-1", "s3", null));
        }
    }

    /// <summary>Runs something with no call in between: a look at the state while others use the sandbox.</summary>
    public T Locked<T>(Func<T> read)
    {
        lock (_gate) return read();
    }

    internal void UseDefaultAccount(string id)
    {
        State.DefaultAccountId = id;
        State.Account(id);
        DefaultKey = new("AKIASANDBOXDEFAULT00", "sandboxsandboxsandboxsandboxsandboxsandb", id, $"arn:aws:iam::{id}:user/sandbox", "AIDASANDBOX");
        State.AddKey(DefaultKey);
    }

    private void FillSampleFleet()
    {
        using var buckets = System.Text.Json.JsonDocument.Parse(Fleet.SampleFleet.Fill(this));
        var account = State.Account(Fleet.SampleFleet.Reporting);
        foreach (var section in Sections.Where(s => s.MemberName == "buckets")) section.Load(account, new("the sample fleet", buckets.RootElement));
    }

    private IReadOnlyList<IStateSection> Sections => [.. _services.Values.OfType<IStateSection>()];

    private SandboxResponse Dispatch(ISandboxService service, SandboxRequest request, CredentialScope scope)
    {
        var caller = State.Caller(scope.AccessKeyId);
        var operation = service.OperationOf(request);
        var now = Clock.GetUtcNow();
        var info = new SandboxCallInfo(++_calls, service.SigningName, operation, caller.AccountId, scope.Region, caller.Arn, now);
        var call = new SandboxCall(request, caller, scope.Region, now) { Operation = operation, RequestId = RequestIdOf(_calls) };
        var fault = Faults.For(info);
        if (fault?.Kind == FaultKind.ResetBefore)
        {
            Calls.Add(new(info, 0, "(reset)", []));
            return new() { Delivery = Delivery.Reset };
        }

        SandboxResponse response;
        string? code = null;
        try
        {
            Refuse(service.SigningName, call, scope, info, fault);
            if (Options.VerifySignatures) VerifySignature(service.SigningName, request, now);
            response = service.Handle(call);
            if (fault?.Kind == FaultKind.ServerErrorAfter) throw Refusals.Internal(service.SigningName, 503);
        }
        catch (AwsErrorException error)
        {
            code = error.Code;
            response = service.Error(error, call.RequestId, request);
        }

        response.Delivery = fault?.Kind switch
        {
            FaultKind.ResetAfter => Delivery.Reset,
            FaultKind.TimeoutAfter => Delivery.Withheld,
            _ => Delivery.Sent,
        };
        response.Delay = fault?.Delay ?? TimeSpan.Zero;
        response.Headers.TryAdd("Date", now.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        Calls.Add(new(info, response.StatusCode, code ?? (response.StatusCode >= 400 ? "HTTP" : null), call.ItemIds));
        return response;
    }

    private void Refuse(string service, SandboxCall call, CredentialScope scope, SandboxCallInfo info, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Error: throw new AwsErrorException(fault.Code, fault.Message, fault.StatusCode);
            case FaultKind.Throttle: throw Refusals.Throttled(service);
            case FaultKind.ServerError: throw Refusals.Internal(service, 500);
        }

        if (Options.VerifySignatures && SignatureVerifier.Verify(call.Request, Clock.RealUtcNow, SecretOf) is { } wrong)
            throw SignatureErrors.For(service, wrong, call.Request, Clock.RealUtcNow);
        if (State.FindKey(scope.AccessKeyId) is { SessionToken: not null } session)
        {
            if (session.SessionToken != scope.SessionToken) throw Refusals.BadToken(service);
            if (session.ExpiresAt <= info.Time) throw Refusals.Expired(service);
        }

        if (Options.RequestLimits && !RequestBuckets.Take(info, call.Request)) throw Refusals.Throttled(service);
        if (Faults.Denies(info)) throw Refusals.Denied(info);
    }

    private void VerifySignature(string service, SandboxRequest request, DateTimeOffset now)
    {
        var fault = SignatureVerifier.Verify(request, now, id => State.FindKey(id) is { } key ? new(key.SecretAccessKey, key.SessionToken) : null);
        if (fault is not null) throw SignatureErrors.For(service, fault.Value, request, now);
    }

    private SignatureVerifier.Secret? SecretOf(string accessKeyId) =>
        State.FindKey(accessKeyId) is { } key ? new(key.SecretAccessKey, key.SessionToken) : null;

    private static string RequestIdOf(long number) => $"00000000-0000-4000-8000-{number:x12}";
}
