using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Encodings.Web;
using System.Text.Json;
using EbsBackup.Policies;
using EbsBackup.Retention;

namespace EbsBackup.Runner.Commands;

/// <summary><c>ebsbackup plan</c>: what a policy would keep of given snapshots, as JSON. It calls nothing.</summary>
internal static class PlanCommand
{
    // "+" of an offset stays "+"; the output goes to no web page.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var policy = new Option<FileInfo>("--policy") { Required = true, Description = "The policy file (docs/policies.md)." };
        var snapshots = new Option<FileInfo>("--snapshots") { Required = true, Description = "A JSON array of ISO 8601 instants: when a volume's completed snapshots were taken." };
        var now = new Option<DateTimeOffset?>("--now") { Description = "The instant that ages are measured from; left out, this one.", CustomParser = ParseInstant };
        var command = new Command("plan", "Show what a policy would keep of given snapshots and why, as JSON. Calls nothing, changes nothing.") { policy, snapshots, now };
        command.SetAction((parsed, cancellationToken) => PlanAsync(
            parsed.GetRequiredValue(policy).ToString(),
            parsed.GetRequiredValue(snapshots).ToString(),
            parsed.GetValue(now) ?? TimeProvider.System.GetUtcNow(),
            parsed.InvocationConfiguration,
            cancellationToken));
        return command;
    }

    private static async Task<int> PlanAsync(string policy, string snapshots, DateTimeOffset now, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        try
        {
            var rules = PolicyFile.Read(policy).Retention;
            var given = InstantList.Read(snapshots);
            var plan = PolicyPreview.Of(rules, given.Select(s => s.Time), now).ToLookup(b => b.Action != RetentionAction.Delete);
            var output = JsonSerializer.Serialize(
                new PlanOutput(
                    plan[true].Select(b => new KeptSnapshot(given[b.Position].Text, b.Reasons)),
                    plan[false].Select(b => given[b.Position].Text)),
                Json);
            await console.Output.WriteLineAsync(output.AsMemory(), cancellationToken).ConfigureAwait(false);
            return 0;
        }
        catch (EbsBackupException e)
        {
            await console.Error.WriteLineAsync($"ebsbackup plan: {e.Message} {e.Error.RecommendedAction}").ConfigureAwait(false);
            return 1;
        }
    }

    private static DateTimeOffset? ParseInstant(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        if (Instant.TryParse(text, out var instant)) return instant;
        argument.AddError($"--now '{text}' is not an ISO 8601 instant with Z or an offset, such as {Instant.Example}.");
        return null;
    }

    private sealed record PlanOutput(IEnumerable<KeptSnapshot> Keep, IEnumerable<string> Delete);

    private sealed record KeptSnapshot(string Time, IReadOnlyList<string> Reasons);
}
