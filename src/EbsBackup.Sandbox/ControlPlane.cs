using System.Text.Json;
using EbsBackup.Sandbox.Faults;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox;

/// <summary><c>/_sandbox/…</c>: what a user may do to the sandbox itself over HTTP.</summary>
internal static class ControlPlane
{
    public static SandboxResponse Handle(Sandbox sandbox, SandboxRequest request)
    {
        try
        {
            return (request.Method, request.RawPath) switch
            {
                ("GET", "/_sandbox/state") => Json(200, sandbox.WriteState()),
                ("POST", "/_sandbox/faults") => AddFault(sandbox, request),
                ("DELETE", "/_sandbox/faults") => ClearFaults(sandbox),
                ("GET", "/_sandbox/calls") => Calls(sandbox),
                ("GET", "/_sandbox/clock") => Clock(sandbox),
                ("POST", "/_sandbox/clock") => MoveClock(sandbox, request),
                _ => Answer(404, new { error = $"The sandbox has no {request.Method} {request.RawPath}." }),
            };
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return Answer(400, new { error = $"The body of {request.Method} {request.RawPath} cannot be read: {e.Message}" });
        }
    }

    public static SandboxResponse NoSuchService(string name, IEnumerable<string> served) =>
        Answer(404, new { error = $"The sandbox does not serve '{name}'. It serves {string.Join(", ", served)}." });

    private static SandboxResponse Clock(Sandbox sandbox) =>
        Answer(200, new { now = sandbox.Clock.GetUtcNow().UtcDateTime, frozen = sandbox.Clock.IsFrozen });

    private static SandboxResponse MoveClock(Sandbox sandbox, SandboxRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        foreach (var member in body.RootElement.EnumerateObject())
        {
            switch (member.Name)
            {
                case "now": sandbox.Clock.MoveTo(member.Value.GetDateTimeOffset()); break;
                case "advanceSeconds": sandbox.Clock.Advance(TimeSpan.FromSeconds(member.Value.GetDouble())); break;
                case "frozen" when member.Value.GetBoolean(): sandbox.Clock.Freeze(); break;
                case "frozen": sandbox.Clock.Run(); break;
                default: throw new FormatException($"'{member.Name}' is none of now, advanceSeconds, frozen.");
            }
        }

        return Clock(sandbox);
    }

    private static SandboxResponse AddFault(Sandbox sandbox, SandboxRequest request)
    {
        var rule = JsonSerializer.Deserialize<FaultRequest>(request.Body.Span, FaultRequest.Options) ?? throw new FormatException("an object is due.");
        if (rule.Deny is { } action) sandbox.Faults.Add(new DenyRule(action) { AccountId = rule.AccountId, Role = rule.Role });
        else sandbox.Faults.Add(rule.ToRule());
        return Answer(200, new { added = true });
    }

    private static SandboxResponse ClearFaults(Sandbox sandbox)
    {
        sandbox.Faults.Clear();
        return Answer(200, new { cleared = true });
    }

    private static SandboxResponse Calls(Sandbox sandbox) => Answer(200, sandbox.Calls.Records.Select(r => new
    {
        number = r.Call.Number,
        service = r.Call.Service,
        operation = r.Operation,
        accountId = r.Call.AccountId,
        region = r.Call.Region,
        status = r.Status,
        error = r.ErrorCode,
        items = r.ItemIds,
    }));

    private static SandboxResponse Answer(int status, object body) => Json(status, JsonSerializer.SerializeToUtf8Bytes(body));

    private static SandboxResponse Json(int status, byte[] body)
    {
        var response = new SandboxResponse { StatusCode = status, Body = body };
        response.Headers["Content-Type"] = "application/json";
        return response;
    }
}
