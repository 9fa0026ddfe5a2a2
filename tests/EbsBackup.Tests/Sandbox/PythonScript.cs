using System.Diagnostics;
using EbsBackup.Sandbox;

namespace EbsBackup.Tests.Sandbox;

/// <summary>Runs one of the scripts beside this file against a sandbox's endpoint: clients that nobody here wrote.</summary>
internal static class PythonScript
{
    private static readonly Lazy<string?> Missing = new(() =>
        Run("python3", ["-c", "import boto3"]).ExitCode == 0 ? null : "python3 with boto3 is not installed");

    public static void Check(SandboxServer server, string script, params string[] arguments) =>
        Output(server.EndpointUrl, script, arguments);

    /// <summary>What the script prints; it must end well.</summary>
    public static string Output(Uri endpointUrl, string script, params string[] arguments)
    {
        Skip.If(Missing.Value is not null, Missing.Value);
        var path = Path.Combine(AppContext.BaseDirectory, "Sandbox", script);
        var (exitCode, output) = Run("python3", ["-W", "ignore", path, endpointUrl.ToString(), .. arguments]);
        Assert.True(exitCode == 0, output);
        return output;
    }

    public static bool HasModule(string module) => Run("python3", ["-c", "import " + module]).ExitCode == 0;

    public static bool Has(string program)
    {
        try
        {
            return Run(program, ["--version"]).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int ExitCode, string Output) Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["AWS_ACCESS_KEY_ID"] = "AKIAUNKNOWN",
            ["AWS_SECRET_ACCESS_KEY"] = "unknown",
            ["AWS_DEFAULT_REGION"] = "us-east-1",
            ["AWS_CONFIG_FILE"] = Path.Combine(Path.GetTempPath(), "no-such-file"),
            ["AWS_EC2_METADATA_DISABLED"] = "true",
            ["AWS_PAGER"] = "",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
        })
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.Result);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (127, e.Message);
        }
    }
}
