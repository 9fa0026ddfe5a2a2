using System.CommandLine;
using System.CommandLine.Parsing;
using EbsBackup.Policies;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Runner.Commands;

/// <summary><c>ebsbackup run</c>: a policy, once: take, then expire.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var policy = new Option<FileInfo>("--policy") { Required = true, Description = "The policy file (docs/policies.md)." };
        var slot = new Option<Slot?>("--slot") { Description = "The scheduled instant that the backups belong to: run again, it adopts what there is. Left out, now.", CustomParser = ParseSlot };
        var wait = new Option<bool>("--wait") { Description = "Wait until the snapshots have completed or failed before anything expires." };
        var accept = new Option<bool>("--accept-large-deletion") { Description = "Agree that more than half of a volume's backups go at once, under rules that are not those of the last run." };
        var whatIf = new Option<bool>("--what-if") { Description = "Show what it would do and why; change nothing." };
        var json = new Option<bool>("--json") { Description = "JSON Lines: one object a result, the outcome last." };
        var session = new SessionArguments();
        var command = new Command("run", "Run a policy once: take what it selects, then let go what it no longer keeps.") { policy, slot, wait, accept, whatIf, json };
        session.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var console = parsed.InvocationConfiguration;
            RunReport report = parsed.GetValue(json) ? new JsonReport(console.Output) : new TextReport(console, parsed.GetValue(whatIf));
            try
            {
                var read = PolicyFile.Read(parsed.GetRequiredValue(policy).ToString());
                using var caller = new AwsSession(session.Read(parsed, read.Regions.Count > 0 ? read.Regions[0].Value : null));
                var run = new PolicyRun(caller, new PolicyRunRequest
                {
                    Policy = read,
                    Slot = parsed.GetValue(slot),
                    Wait = parsed.GetValue(wait),
                    AcceptLargeDeletion = parsed.GetValue(accept),
                });
                return (int)await ReportAsync(run, parsed.GetValue(whatIf), report, cancellationToken).ConfigureAwait(false);
            }
            catch (EbsBackupException e)
            {
                await console.Error.WriteLineAsync($"ebsbackup run: {e.Error.Message} {e.Error.RecommendedAction}").ConfigureAwait(false);
                return (int)Outcome.Failed;
            }
        });
        return command;
    }

    private static async Task<Outcome> ReportAsync(PolicyRun run, bool preview, RunReport report, CancellationToken cancellationToken)
    {
        var stopped = false;
        try
        {
            var results = preview ? run.PreviewAsync(cancellationToken) : run.ExecuteAsync(cancellationToken);
            await foreach (var result in results.ConfigureAwait(false)) await report.WriteAsync(result).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            stopped = true;
        }

        // What was stopped is not done, whatever was.
        var outcome = !stopped ? run.Tally.Outcome : run.Tally.Done > 0 ? Outcome.Partial : Outcome.Failed;
        await report.EndAsync(outcome, stopped).ConfigureAwait(false);
        return outcome;
    }

    private static Slot? ParseSlot(ArgumentResult argument)
    {
        var text = argument.Tokens.Single().Value;
        if (Instant.TryParse(text, out var instant)) return new Slot(instant);
        argument.AddError($"--slot '{text}' is not an ISO 8601 instant with Z or an offset, such as {Instant.Example}.");
        return null;
    }
}
