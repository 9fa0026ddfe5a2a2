using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace EbsBackup.Tests.OrgReport;

/// <summary>Reads a CSV file with Python's csv module: a reader that nobody here wrote.</summary>
internal static class PythonCsv
{
    private const string Script =
        "import csv,json,sys; csv.field_size_limit(10**9)\n"
        + "for r in csv.DictReader(open(sys.argv[1],encoding=sys.argv[2],newline=''),strict=True): print(json.dumps(r))";

    public static IEnumerable<Dictionary<string, string>> Read(string path, string encoding = "utf-8")
    {
        var start = new ProcessStartInfo("python3", ["-c", Script, path, encoding])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        Process? process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new SkipException("python3 is not on PATH.");
        }

        using (process)
        {
            while (process.StandardOutput.ReadLine() is { } line) yield return JsonSerializer.Deserialize<Dictionary<string, string>>(line)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error);
        }
    }
}
