using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.Ec2;
using EbsBackup.Sandbox.Faults;

namespace EbsBackup.Simulation;

/// <summary>One run's way to AWS: it delays, spoils and cuts calls as the run's seed says, and shows the checker each effect.</summary>
internal sealed partial class Wire(World world, SimulatedRun run, InvariantChecker checker, List<string> history) : HttpMessageHandler
{
    private static readonly FaultKind[] Kinds =
    [
        FaultKind.Throttle, FaultKind.ServerError, FaultKind.ServerErrorAfter, FaultKind.ResetBefore, FaultKind.ResetAfter, FaultKind.TimeoutAfter, FaultKind.Error,
    ];

    // HttpClient's own limit, which the SDK leaves as it is.
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromSeconds(100);

    // A request may reach AWS after its sender has given up, not for ever after.
    private const int LongestOnTheWay = 115;

    private static readonly Fault Conflict = Fault.Error("ConditionalRequestConflict", "A conflicting operation occurred.", 409);

    private readonly HttpMessageInvoker _sandbox = new(new SandboxHandler(world.Sandbox));
    private int _calls;
    private int _creates;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        var copy = Copied(request);
        var sent = new Sent(copy, answer, world.Now, Back: Latency(), OutlivesRun: run.Random.Next(2) == 0);
        var there = run.Unlucky && IsCreate(copy) && run.Random.Next(3) == 0 ? HeldUp() : Latency();
        world.Time.After(there, () => Arrive(sent));
        if (there > GivesUpAfter) GiveUp(sent);
        return answer.Task;
    }

    private TimeSpan Latency() => run.Random.Next(100) switch
    {
        0 => HeldUp(),
        1 => TimeSpan.FromMilliseconds(run.Random.Next(500, 20_000)),
        _ => TimeSpan.FromMilliseconds(run.Random.Next(2, 100)),
    };

    private TimeSpan HeldUp() => TimeSpan.FromSeconds(run.Random.Next(20, LongestOnTheWay));

    private static bool IsCreate(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post && request.Content is { } content && Encoding.UTF8.GetString(Read(content)).Contains("Action=CreateSnapshot", StringComparison.Ordinal);

    // A sender that gives up disposes of what it sent.
    private static HttpRequestMessage Copied(HttpRequestMessage request)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri);
        foreach (var (name, values) in request.Headers.NonValidated) copy.Headers.TryAddWithoutValidation(name, values);
        if (request.Content is null) return copy;
        copy.Content = new ByteArrayContent(Read(request.Content));
        foreach (var (name, values) in request.Content.Headers.NonValidated) copy.Content.Headers.TryAddWithoutValidation(name, values);
        return copy;
    }

    [GeneratedRegex("(?:^|&)Action=(\\w+)")]
    private static partial Regex Action();

    [GeneratedRegex("(?:^|&)SnapshotId=(snap-[0-9a-f]+)")]
    private static partial Regex DeletedId();

    [GeneratedRegex("(?:^|&)ResourceId\\.1=(snap-[0-9a-f]+)")]
    private static partial Regex TaggedId();

    [GeneratedRegex("<Key>snapshots/[0-9]+/[^<]*/(snap-[0-9a-f]+)\\.json</Key>")]
    private static partial Regex DroppedRecord();

    private void Arrive(Sent sent)
    {
        // What was on its way when its sender died may still arrive.
        if (run.Killed && !sent.OutlivesRun) return;
        var request = sent.Request;
        var body = request.Content is null ? "" : Encoding.UTF8.GetString(Read(request.Content));
        var isEc2 = request.Method == HttpMethod.Post && Action().IsMatch(body);
        if (request.RequestUri!.Query.Contains("list-type=2", StringComparison.Ordinal))
        {
            request.RequestUri = new Uri(request.RequestUri + "&max-keys=" + world.Scenario.PageSize.ToString(CultureInfo.InvariantCulture));
        }

        var operation = isEc2 ? Action().Match(body).Groups[1].Value : request.Method + " " + request.RequestUri!.AbsolutePath;
        var deleting = operation == "DeleteSnapshot" && DeletedId().Match(body) is { Success: true } match ? world.Ec2.Snapshots.Find(match.Groups[1].Value) : null;
        var lists = operation == "DescribeSnapshots" && body.Contains("ebs-backup%3Apolicy", StringComparison.Ordinal) && !body.Contains("ebs-backup%3Aslot", StringComparison.Ordinal);
        var creates = operation.StartsWith("CreateSnapshot", StringComparison.Ordinal);
        var dies = !run.Killed && (++_calls == run.KillAt || (creates && ++_creates == run.KillAtCreate));
        if (dies && !run.KillAfterEffect)
        {
            Kill("before " + operation);
            return;
        }

        if (operation == "CreateTags" && TaggedId().Match(body) is { Success: true } tagged && world.Ec2.Snapshots.Find(tagged.Groups[1].Value) is { } target) checker.Tagging(run, target);
        var before = creates ? world.Ec2.Snapshots.Select(s => s.Id).ToHashSet() : null;

        Fault? fault = null;
        world.Sandbox.Faults.Hook = call => fault = Draw(call);
        var delivered = _sandbox.SendAsync(request, CancellationToken.None);
        world.Sandbox.Faults.Hook = null;

        var status = delivered.IsCompletedSuccessfully ? ((int)delivered.Result.StatusCode).ToString(CultureInfo.InvariantCulture) : "lost";
        history.Add($"{world.Now:u} run {run.Number} call {_calls} {operation} {(fault is null ? "" : fault.Kind + " " + fault.Code)} -> {status} {deleting?.Id}");
        var happened = fault?.Kind is null or FaultKind.Delay or FaultKind.ServerErrorAfter or FaultKind.ResetAfter or FaultKind.TimeoutAfter;
        if (happened) Show(request, operation, body, deleting, before);

        if (dies) Kill("after " + operation);
        if (run.Killed) return;
        if (fault?.Kind == FaultKind.TimeoutAfter || world.Now + sent.Back > sent.At + GivesUpAfter) GiveUp(sent);
        else world.Time.After(sent.Back, () => Give(sent, delivered, lists));
    }

    private void GiveUp(Sent sent) => world.Time.After(
        sent.At + GivesUpAfter - world.Now, () => Give(sent, Task.FromException<HttpResponseMessage>(new TaskCanceledException("gave up", new TimeoutException()))));

    private void Show(HttpRequestMessage request, string operation, string body, Snapshot? deleting, HashSet<string>? before)
    {
        if (deleting is not null && world.Ec2.Snapshots.Find(deleting.Id) is null) checker.Deleted(run, deleting);
        if (before is not null)
        {
            foreach (var made in world.Ec2.Snapshots.Where(s => !before.Contains(s.Id)).ToList()) checker.Created(run, made);
        }

        if (request.Method == HttpMethod.Post && request.RequestUri!.Query.Contains("delete", StringComparison.Ordinal))
        {
            foreach (Match record in DroppedRecord().Matches(body)) checker.RecordDropped(run, record.Groups[1].Value);
        }

        if (request.Method == HttpMethod.Put && operation.Contains("/_state/", StringComparison.Ordinal)) checker.RulesRemembered(run);
    }

    private Fault? Draw(SandboxCallInfo call)
    {
        if (run.DeniedAction == call.Action) return Denied(call);
        if (run.Unlucky && call.Service == "s3" && call.Operation == "PutObject" && run.Random.Next(10) == 0) return Conflict;
        var rate = call.Operation.StartsWith("CreateSnapshot", StringComparison.Ordinal) ? Math.Max(run.FaultRate, run.CreateFaultRate) : run.FaultRate;
        if (run.Random.NextDouble() >= rate) return null;
        var kind = Kinds[run.Random.Next(Kinds.Length)];
        if (kind != FaultKind.Error) return new Fault(kind);
        return run.Random.Next(3) switch
        {
            0 => Denied(call),
            1 when call.Service == "s3" && call.Operation == "PutObject" => Conflict,
            _ when call.Service == "ec2" => Fault.Error("RequestExpired", "Request has expired."),
            _ => Fault.Error("ExpiredToken", "The provided token has expired."),
        };
    }

    private static Fault Denied(SandboxCallInfo call) => call.Service == "ec2"
        ? Fault.Error("UnauthorizedOperation", "You are not authorized to perform this operation.", 403)
        : Fault.Error("AccessDenied", "Access Denied", 403);

    private void Kill(string when)
    {
        history.Add($"{world.Now:u} run {run.Number} killed {when}");
        run.Kill();
    }

    private void Give(Sent sent, Task<HttpResponseMessage> delivered, bool lists = false)
    {
        if (run.Killed || sent.Answer.Task.IsCompleted) return;
        if (lists) run.ListingComplete = IsLastPage(delivered);
        if (delivered.IsCompletedSuccessfully) sent.Answer.SetResult(delivered.Result);
        else sent.Answer.SetException(delivered.Exception!.InnerExceptions[0]);
    }

    private static bool IsLastPage(Task<HttpResponseMessage> page) =>
        page.IsCompletedSuccessfully && page.Result.IsSuccessStatusCode && !Encoding.UTF8.GetString(Read(page.Result.Content)).Contains("<nextToken>", StringComparison.Ordinal);

    private static byte[] Read(HttpContent content) => content.ReadAsByteArrayAsync().GetAwaiter().GetResult();

    /// <summary>A request on its way.</summary>
    /// <param name="Back">How long its answer takes.</param>
    private sealed record Sent(HttpRequestMessage Request, TaskCompletionSource<HttpResponseMessage> Answer, DateTimeOffset At, TimeSpan Back, bool OutlivesRun);
}
