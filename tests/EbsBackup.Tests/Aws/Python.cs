using System.Diagnostics;

namespace EbsBackup.Tests.Aws;

/// <summary>Runs a script beside this file with the boto3 that is installed; skips where there is none.</summary>
internal static class Python
{
    /// <returns>What the script wrote.</returns>
    public static string Run(string script, params string[] arguments)
    {
        var (exitCode, missing) = Start("-c", "import boto3");
        Skip.If(exitCode != 0, "python3 with boto3 is not installed: " + missing);
        var (result, output) = Start(["-W", "ignore", RepositoryFolder.Of("tests", "EbsBackup.Tests", "Aws", script), .. arguments]);
        Assert.True(result == 0, output);
        return output;
    }

    private static (int ExitCode, string Output) Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AWS_CONFIG_FILE"] = "/nonexistent";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
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
