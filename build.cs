#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property NoWarn=CS1591;CA1861

// The tasks behind build.sh and build.ps1: build, test, demo, pictures, bench, package, clean.

using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Xml.Linq;

Directory.SetCurrentDirectory(RepositoryRoot());
const string Solution = "EbsBackup.sln";
const string Module = "out/EbsBackup";
const string Runner = "out/runner";
const string Benchmarks = "out/benchmarks";
const string Results = "out/test-results";

var rest = args.Skip(1).ToArray();
return (args.FirstOrDefault() ?? "help") switch
{
    "build" => Build(),
    "test" => Then(Build, Test),
    "demo" => Then(Build, Demo),
    "bench" => Bench(),
    "pictures" => Then(Build, Pictures),
    "package" => Then(Build, Package),
    "clean" => Clean(),
    _ => Help(),
};

int Help()
{
    Console.WriteLine("""
        usage: ./build.sh TASK        (./build.ps1 TASK where PowerShell is at home)

          build     compile everything; the module lies in out/EbsBackup afterwards
          test      build, then every test; the last line counts them
          demo      build, then the main job on the embedded sandbox; results in out/demo
          pictures  build, then the demo's pages as the docs show them; needs Chromium
          bench     the benchmarks; further words go to the benchmark program
          package   build, then the module as .zip and the runner as .NET tool in out/packages
          clean     delete everything that these tasks made
        """);
    return args.Length == 0 || args[0] is "help" or "-h" or "--help" ? 0 : 2;
}

int Then(params Func<int>[] steps) => steps.Select(step => step()).FirstOrDefault(code => code != 0);

int Build()
{
    string[] locked = Environment.GetEnvironmentVariable("CI") == "true" ? ["-p:RestoreLockedMode=true"] : [];
    var code = Run("dotnet", ["build", Solution, "-c", "Release", "-v", "quiet", "--nologo", "-clp:NoSummary", .. locked]);
    return code != 0 ? code : Stage();
}

int Stage()
{
    Delete(Module);
    Delete(Runner);
    foreach (var framework in new[] { "net472", "net8.0" })
    {
        var code = Run("dotnet", ["publish", "src/EbsBackup.PowerShell", "-c", "Release", "-f", framework, "--no-build", "-v", "quiet", "--nologo", "-clp:NoSummary", "-o", $"{Module}/bin/{framework}"]);
        if (code != 0)
            return code;
    }

    Copy("src/EbsBackup.Loader/bin/Release/net8.0", $"{Module}/bin/loader", "EbsBackup.Loader.dll");
    Copy("module", Module, "*");
    File.Copy("EbsBackup.psd1", $"{Module}/EbsBackup.psd1");
    File.Copy("LICENSE", $"{Module}/LICENSE");
    File.Copy("NOTICE", $"{Module}/NOTICE");
    var help = Run("dotnet", ["src/EbsBackup.Help/bin/Release/net10.0/EbsBackup.Help.dll", "src/EbsBackup.PowerShell/bin/Release/net8.0/EbsBackup.PowerShell.dll", $"{Module}/en-US/EbsBackup.PowerShell.dll-Help.xml"]);
    if (help != 0)
        return help;
    foreach (var extra in Directory.EnumerateFiles($"{Module}/bin", "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".pdb" or ".xml").ToList())
        File.Delete(extra);

    var runner = Run("dotnet", ["publish", "src/EbsBackup.Runner", "-c", "Release", "--no-build", "-v", "quiet", "--nologo", "-clp:NoSummary", "-o", Runner]);
    return runner != 0 ? runner : Precompile(Runner);
}

// For this machine's processor; without it everything works, and takes longer to start.
int Precompile(string folder)
{
    string[] arguments = ["build", "src/EbsBackup.ReadyToRun", "-t:Precompile", "-c", "Release", "-v", "quiet", "--nologo", "-clp:NoSummary", $"-p:Folder={Path.GetFullPath(folder)}"];
    if (Run("dotnet", arguments, quiet: true) != 0)
        Console.WriteLine($"NOT PRECOMPILED: {folder} starts slower, because .NET's compiler package for this machine could not be had from NuGet.");
    return 0;
}

int Test()
{
    Delete(Results);
    Directory.CreateDirectory(Results);
    var failedRuns = 0;
    foreach (var project in Directory.EnumerateFiles("tests", "*.csproj", SearchOption.AllDirectories).Where(IsTestProject).Order(StringComparer.Ordinal))
    {
        var name = Path.GetFileNameWithoutExtension(project);
        failedRuns += Run("dotnet", ["test", project, "-c", "Release", "--no-build", "--nologo", "--logger", $"trx;LogFileName={name}.trx", "--results-directory", Results]) == 0 ? 0 : 1;
    }

    var (passed, failed, skipped) = (0, 0, 0);
    foreach (var trx in Directory.EnumerateFiles(Results, "*.trx"))
    {
        var outcomes = XDocument.Load(trx).Descendants().Where(e => e.Name.LocalName == "UnitTestResult").Select(e => (string?)e.Attribute("outcome")).ToList();
        passed += outcomes.Count(o => o == "Passed");
        skipped += outcomes.Count(o => o == "NotExecuted");
        failed += outcomes.Count(o => o is not ("Passed" or "NotExecuted"));
    }

    var pester = Pester();
    (passed, failed, skipped) = (passed + pester.Passed, failed + pester.Failed, skipped + pester.Skipped);
    NameWhatIsMissing();

    // A test host that dies leaves no results to count.
    if (failedRuns > 0 && failed == 0)
        failed = failedRuns;
    Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
    return failed == 0 && passed > 0 ? 0 : 1;
}

(int Passed, int Failed, int Skipped) Pester()
{
    var tests = Directory.EnumerateFiles("tests/Pester", "*.Tests.ps1").Sum(f => File.ReadLines(f).Count(l => l.TrimStart().StartsWith("It ", StringComparison.Ordinal)));
    var shell = PowerShell();
    if (shell.Length == 0)
        return Skipped("POWERSHELL IS NOT ON THIS MACHINE");
    if (Run(shell[0], [.. shell[1..], "-NoProfile", "-NonInteractive", "-Command", "exit [int]-not (Get-Module -ListAvailable Pester | Where-Object Version -ge 5.5)"]) != 0)
        return Skipped("PESTER 5.5 OR LATER IS NOT INSTALLED");

    var report = $"{Results}/pester.xml";
    var code = Run(shell[0], [.. shell[1..], "-NoProfile", "-NonInteractive", "-File", "tests/Pester/Invoke-Tests.ps1", "-OutputPath", report]);
    if (!File.Exists(report))
        return (0, 1, 0);
    var cases = XDocument.Load(report).Descendants("testcase").Select(e => (string?)e.Attribute("status")).ToList();
    var failed = cases.Count(s => s == "Failed");
    return (cases.Count(s => s == "Passed"), code != 0 && failed == 0 ? 1 : failed, cases.Count(s => s is not ("Passed" or "Failed")));

    (int, int, int) Skipped(string why)
    {
        Console.WriteLine($"SKIPPED: {tests} PESTER TESTS OF THE CMDLETS: {why}.");
        return (0, 0, tests);
    }
}

void NameWhatIsMissing()
{
    string[] missing =
    [
        .. new[] { "python3", "moto_server", "aws", "chromium", "pdftotext", "mono" }.Where(tool => Find(tool) is null),
        .. Find("python3") is { } python && Run(python, ["-c", "import boto3"], quiet: true) != 0 ? ["boto3"] : Array.Empty<string>(),
        .. Directory.Exists("../shared") ? Array.Empty<string>() : ["../shared"],
    ];
    if (missing.Length > 0)
        Console.WriteLine($"NOT ON THIS MACHINE, SO THE TESTS THAT USE IT WERE SKIPPED: {string.Join(", ", missing)}");
}

int Demo()
{
    Delete("out/demo");
    var code = Run(Path.Combine(Runner, OperatingSystem.IsWindows() ? "ebsbackup.exe" : "ebsbackup"), ["demo", "--output", "out/demo", .. rest]);
    if (code != 0)
        return code;
    var shell = PowerShell();
    if (shell.Length == 0)
    {
        Console.WriteLine("LEFT OUT: the same job through the module, because PowerShell is not on this machine.");
        return 0;
    }

    Console.WriteLine();
    Console.WriteLine("The same job through the module, as docs/first-session.ps1 has it:");
    return Run(shell[0], [.. shell[1..], "-NoProfile", "-File", "docs/first-session.ps1"]);
}

int Pictures()
{
    if (new[] { "chromium", "chromium-browser", "google-chrome" }.Select(Find).FirstOrDefault(found => found is not null) is not { } browser)
    {
        Console.WriteLine("LEFT OUT: the pictures of docs/images, because Chromium is not on this machine.");
        return 0;
    }

    Delete("out/demo");
    var code = Run(Path.Combine(Runner, OperatingSystem.IsWindows() ? "ebsbackup.exe" : "ebsbackup"), ["demo", "--output", "out/demo"], quiet: true);
    if (code != 0)
        return code;
    string[] always = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=2000", $"--user-data-dir={Path.GetFullPath("out/chromium")}"];
    return new (string Page, string Size, string Picture)[]
        {
            ("BackupReports/report.html", "1280,1900", "report-page.png"),
            ("BackupReports/report.html", "500,1600", "report-page-phone.png"),
            ("BackupCoverage/coverage.html", "1280,1500", "coverage-page.png"),
        }
        .Select(shot => Run(browser, [.. always, $"--window-size={shot.Size}", $"--screenshot={Path.GetFullPath($"docs/images/{shot.Picture}")}", Newest(shot.Page)], quiet: true))
        .FirstOrDefault(exit => exit != 0);

    // Below the folder of a day, of which the demo makes many.
    static string Newest(string page) => new Uri(Path.GetFullPath(
        Directory.EnumerateFiles(Path.Combine("out/demo", Path.GetDirectoryName(page)!), Path.GetFileName(page), SearchOption.AllDirectories).Max(StringComparer.Ordinal)!)).AbsoluteUri;
}

// As the runner is: published and precompiled.
int Bench()
{
    Delete(Benchmarks);
    var code = Run("dotnet", ["publish", "tests/EbsBackup.Benchmarks", "-c", "Release", "-v", "quiet", "--nologo", "-clp:NoSummary", "-o", Benchmarks]);
    if (code != 0)
        return code;
    Precompile(Benchmarks);
    return Run(Path.Combine(Benchmarks, OperatingSystem.IsWindows() ? "EbsBackup.Benchmarks.exe" : "EbsBackup.Benchmarks"), rest);
}

int Package()
{
    var version = XDocument.Load("Directory.Build.props").Descendants("Version").Single().Value;
    Delete("out/packages");
    Directory.CreateDirectory("out/packages");
    var zip = $"out/packages/EbsBackup.{version}.zip";
    ZipFile.CreateFromDirectory(Module, zip, CompressionLevel.SmallestSize, includeBaseDirectory: true);
    var code = Run("dotnet", ["pack", "src/EbsBackup.Runner", "-c", "Release", "--no-build", "-v", "quiet", "--nologo", "-clp:NoSummary", "-o", "out/packages"]);
    if (code != 0)
        return code;
    using (var sums = File.CreateText("out/packages/SHA256SUMS"))
    {
        foreach (var file in Directory.EnumerateFiles("out/packages").Where(f => Path.GetFileName(f) != "SHA256SUMS").Order(StringComparer.Ordinal))
            sums.Write($"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {Path.GetFileName(file)}\n");
    }

    Console.WriteLine(string.Join(Environment.NewLine, Directory.EnumerateFiles("out/packages").Order(StringComparer.Ordinal)));
    return 0;
}

int Clean()
{
    Delete("out");
    foreach (var project in new[] { "src", "tests" }.SelectMany(d => Directory.EnumerateFiles(d, "*.csproj", SearchOption.AllDirectories)))
    {
        Delete(Path.Combine(Path.GetDirectoryName(project)!, "bin"));
        Delete(Path.Combine(Path.GetDirectoryName(project)!, "obj"));
    }

    return 0;
}

// PowerShell as a command line: on PATH, or from the tool manifest; empty when neither has it.
string[] PowerShell()
{
    if (Find("pwsh") is { } pwsh)
        return [pwsh];
    return Run("dotnet", ["tool", "restore"], quiet: true) == 0 ? ["dotnet", "tool", "run", "pwsh"] : [];
}

static bool IsTestProject(string project) => File.ReadAllText(project).Contains("Microsoft.NET.Test.Sdk", StringComparison.Ordinal);

static string? Find(string tool) =>
    (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(dir => new[] { Path.Combine(dir, tool), Path.Combine(dir, tool + ".exe") })
        .FirstOrDefault(File.Exists);

static int Run(string file, IEnumerable<string> arguments, bool quiet = false)
{
    var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = quiet, RedirectStandardError = quiet };
    using var process = Process.Start(start)!;
    if (quiet)
    {
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    process.WaitForExit();
    return process.ExitCode;
}

static void Copy(string from, string to, string pattern)
{
    foreach (var file in Directory.EnumerateFiles(from, pattern, SearchOption.AllDirectories))
    {
        var target = Path.Combine(to, Path.GetRelativePath(from, file));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target, overwrite: true);
    }
}

static void Delete(string directory)
{
    if (Directory.Exists(directory))
        Directory.Delete(directory, recursive: true);
}

static string RepositoryRoot([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
