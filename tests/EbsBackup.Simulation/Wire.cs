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

    // Longer than anyone waits: the SDK gives up first.
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromSeconds(100);

    private readonly HttpMessageInvoker _sandbox = new(new SandboxHandler(world.Sandbox));
    private int _calls;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        var latency = TimeSpan.FromMilliseconds(run.Random.Next(50) == 0 ? run.Random.Next(1000, 40_000) : run.Random.Next(5, 200));
        world.Time.After(latency, () => Arrive(request, answer));
        return answer.Task;
    }

    [GeneratedRegex("(?:^|&)Action=(\\w+)")]
    private static partial Regex Action();

    [GeneratedRegex("(?:^|&)SnapshotId=(snap-[0-9a-f]+)")]
    private static partial Regex DeletedId();

    [GeneratedRegex("<Key>snapshots/[0-9]+/[^<]*/(snap-[0-9a-f]+)\\.json</Key>")]
    private static partial Regex DroppedRecord();

    // Requests ask for a thousand; AWS may answer with fewer, and then there is more than one page.
    [GeneratedRegex("MaxResults=1000")]
    private static partial Regex PageSize();

    private void Arrive(HttpRequestMessage request, TaskCompletionSource<HttpResponseMessage> answer)
    {
        if (run.Killed) return;
        _calls++;
        if (_calls == run.KillAt && !run.KillAfterEffect)
        {
            Kill("before the call");
            return;
        }

        var body = request.Content is null ? "" : Encoding.UTF8.GetString(Read(request.Content));
        var isEc2 = request.Method == HttpMethod.Post && Action().IsMatch(body);
        if (isEc2 && body.Contains("MaxResults=1000", StringComparison.Ordinal))
        {
            body = PageSize().Replace(body, "MaxResults=7");
            var content = new StringContent(body);
            content.Headers.ContentType = request.Content!.Headers.ContentType;
            request.Content = content;
        }
        else if (request.RequestUri!.Query.Contains("list-type=2", StringComparison.Ordinal))
        {
            request.RequestUri = new Uri(request.RequestUri + "&max-keys=7");
        }

        var operation = isEc2 ? Action().Match(body).Groups[1].Value : request.Method + " " + request.RequestUri!.AbsolutePath;
        var deleting = operation == "DeleteSnapshot" && DeletedId().Match(body) is { Success: true } match ? world.Ec2.Snapshots.Find(match.Groups[1].Value) : null;
        var before = operation.StartsWith("CreateSnapshot", StringComparison.Ordinal) ? world.Ec2.Snapshots.Select(s => s.Id).ToHashSet() : null;

        Fault? fault = null;
        world.Sandbox.Faults.Hook = call => fault = Draw(call);
        var delivered = _sandbox.SendAsync(request, CancellationToken.None);
        world.Sandbox.Faults.Hook = null;

        var status = delivered.IsCompletedSuccessfully ? ((int)delivered.Result.StatusCode).ToString(CultureInfo.InvariantCulture) : "lost";
        history.Add($"{world.Now:u} run {run.Number} call {_calls} {operation} {(fault is null ? "" : fault.Kind + " " + fault.Code)} -> {status} {deleting?.Id}");
        var happened = fault?.Kind is null or FaultKind.Delay or FaultKind.ServerErrorAfter or FaultKind.ResetAfter or FaultKind.TimeoutAfter;
        if (happened) Show(request, operation, body, deleting, before, delivered);

        if (_calls == run.KillAt) Kill("after the call");
        else if (fault?.Kind == FaultKind.TimeoutAfter) world.Time.After(GivesUpAfter, () => Give(answer, delivered));
        else Give(answer, delivered);
    }

    private void Show(HttpRequestMessage request, string operation, string body, Snapshot? deleting, HashSet<string>? before, Task<HttpResponseMessage> delivered)
    {
        if (deleting is not null && world.Ec2.Snapshots.Find(deleting.Id) is null) checker.Deleted(run, deleting);
        if (before is not null)
        {
            foreach (var made in world.Ec2.Snapshots.Where(s => !before.Contains(s.Id)).ToList()) checker.Created(run, made);
        }

        var ok = delivered.IsCompletedSuccessfully && delivered.Result.IsSuccessStatusCode;
        if (operation == "DescribeSnapshots" && body.Contains("ebs-backup%3Apolicy", StringComparison.Ordinal) && !body.Contains("ebs-backup%3Aslot", StringComparison.Ordinal))
        {
            run.ListingComplete = ok && !Encoding.UTF8.GetString(Read(delivered.Result.Content)).Contains("<nextToken>", StringComparison.Ordinal);
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
        if (run.Random.NextDouble() >= run.FaultRate) return null;
        var kind = Kinds[run.Random.Next(Kinds.Length)];
        if (kind != FaultKind.Error) return new Fault(kind);
        return run.Random.Next(3) switch
        {
            0 => Denied(call),
            1 when call.Service == "s3" && call.Operation == "PutObject" => Fault.Error("ConditionalRequestConflict", "A conflicting operation occurred.", 409),
            _ when call.Service == "ec2" => Fault.Error("RequestExpired", "Request has expired."),
            _ => Fault.Error("ExpiredToken", "The provided token has expired."),
        };
    }

    private static Fault Denied(SandboxCallInfo call) => call.Service == "ec2"
        ? Fault.Error("UnauthorizedOperation", "You are not authorized to perform this operation.", 403)
        : Fault.Error("AccessDenied", "Access Denied", 403);

    private void Kill(string when)
    {
        history.Add($"{world.Now:u} run {run.Number} killed {when} {_calls}");
        run.Kill();
    }

    private void Give(TaskCompletionSource<HttpResponseMessage> answer, Task<HttpResponseMessage> delivered)
    {
        if (run.Killed) return;
        if (delivered.IsCompletedSuccessfully) answer.SetResult(delivered.Result);
        else answer.SetException(delivered.Exception?.InnerExceptions[0] ?? new TaskCanceledException("withheld", new TimeoutException()));
    }

    private static byte[] Read(HttpContent content) => content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
}
