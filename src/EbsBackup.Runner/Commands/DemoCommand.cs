using System.CommandLine;
using EbsBackup.Runner.Demo;

namespace EbsBackup.Runner.Commands;

/// <summary><c>ebsbackup demo</c>: the main job on a sandbox of its own, with the results in a folder.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var output = new Option<DirectoryInfo>("--output")
        {
            Description = "Where records, CSVs and manifest go.",
            DefaultValueFactory = _ => new DirectoryInfo("ebsbackup-demo"),
        };
        var command = new Command("demo", "Run the main job over HTTP on a sandbox: take, record, expire, report.") { output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var console = parsed.InvocationConfiguration;
            try
            {
                return (int)await new MainJob(console.Output, parsed.GetValue(output)!.FullName).RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (EbsBackupException e)
            {
                await console.Error.WriteLineAsync($"ebsbackup demo: {e.Error.Message} {e.Error.RecommendedAction}").ConfigureAwait(false);
                return (int)Outcome.Failed;
            }
        });
        return command;
    }
}
