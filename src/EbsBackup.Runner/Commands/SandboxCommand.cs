using System.CommandLine;
using EbsBackup.Sandbox;

namespace EbsBackup.Runner.Commands;

/// <summary><c>ebsbackup sandbox</c>: AWS in memory on loopback until Ctrl+C.</summary>
internal static class SandboxCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "The TCP port on 127.0.0.1; 0 takes a free one." };
        var state = new Option<FileInfo?>("--state") { Description = "A state file to start from (docs/sandbox.md)." };
        var fleet = new Option<bool>("--sample-fleet") { Description = "Start with the sample fleet." };
        var verify = new Option<bool>("--verify-signatures") { Description = "Refuse requests whose SigV4 signature is wrong." };
        var limits = new Option<bool>("--limits") { Description = "Apply AWS's documented request and snapshot limits." };
        var command = new Command("sandbox", "Serve AWS in memory over HTTP on 127.0.0.1 until Ctrl+C.") { port, state, fleet, verify, limits };
        command.SetAction((parsed, cancellationToken) => ServeAsync(
            new SandboxOptions
            {
                Port = parsed.GetValue(port),
                StatePath = parsed.GetValue(state)?.FullName,
                SampleFleet = parsed.GetValue(fleet),
                VerifySignatures = parsed.GetValue(verify),
                RequestLimits = parsed.GetValue(limits),
                SnapshotLimits = parsed.GetValue(limits),
            },
            parsed.InvocationConfiguration,
            cancellationToken));
        return command;
    }

    private static async Task<int> ServeAsync(SandboxOptions options, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        SandboxServer server;
        try
        {
            server = SandboxServer.Start(options);
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            await console.Error.WriteLineAsync($"ebsbackup sandbox: {e.Message}").ConfigureAwait(false);
            return 1;
        }

        await using (server.ConfigureAwait(false))
        {
            await console.Output.WriteLineAsync($"""
                {server.EndpointUrl}
                Serving until Ctrl+C. For any AWS tool:
                  export AWS_ENDPOINT_URL={server.EndpointUrl} AWS_REGION=us-east-1
                  export AWS_ACCESS_KEY_ID={server.AccessKeyId} AWS_SECRET_ACCESS_KEY={server.SecretAccessKey}
                """).ConfigureAwait(false);
            await console.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Ctrl+C is how it ends.
            }
        }

        return 0;
    }
}
