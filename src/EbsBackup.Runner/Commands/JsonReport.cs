using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EbsBackup.Policies;

namespace EbsBackup.Runner.Commands;

/// <summary>For programs: JSON Lines on standard output, one object a result, and one with the outcome.</summary>
internal sealed class JsonReport(TextWriter output) : RunReport
{
    // A log, not a web page: quotes and signs stay readable.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public override Task EndAsync(Outcome outcome, bool stopped) => WriteAsync(new
    {
        outcome,
        stopped,
        created = Count(PolicyAction.Create),
        adopted = Count(PolicyAction.Adopt),
        deleted = Count(PolicyAction.Delete),
        kept = Count(PolicyAction.Keep),
        skipped = Count(PolicyAction.Skip),
        failed = Failed,
    });

    protected override Task TellAsync(PolicyResult result) => WriteAsync(new
    {
        result.Step,
        result.Action,
        accountId = result.AccountId?.Value,
        region = result.Region?.Value,
        volumeId = result.VolumeId?.Value,
        snapshotId = result.SnapshotId?.Value,
        result.State,
        time = result.Time?.UtcDateTime,
        reasons = result.Reasons.Count > 0 ? result.Reasons : null,
        error = result.Error is { } e ? new { e.Id, e.Category, e.TargetId, e.Message, e.RecommendedAction } : null,
    });

    private Task WriteAsync(object line) => output.WriteLineAsync(JsonSerializer.Serialize(line, Json));
}
