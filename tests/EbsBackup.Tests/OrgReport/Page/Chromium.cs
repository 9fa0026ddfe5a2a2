using System.Diagnostics;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace EbsBackup.Tests.OrgReport.Page;

/// <summary>A headless Chromium, if the machine has one.</summary>
internal static partial class Chromium
{
    private static readonly string? Program = Find("chromium", "chromium-browser", "google-chrome");

    /// <summary>Opens the page, lets its scripts run, and gives the document that they left and what was said on the console.</summary>
    public static async Task<(IHtmlDocument Document, IReadOnlyList<string> Console)> OpenAsync(string html, int width = 1280)
    {
        var (output, errors, _) = await RunAsync(html, null, $"--window-size={width},800", "--dump-dom");
        return (new HtmlParser().ParseDocument(output), [.. ConsoleLine().Matches(errors).Select(match => match.Value)]);
    }

    /// <summary>Prints the page and gives the lines of each sheet.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> PrintAsync(string html)
    {
        Skip.If(Find("pdftotext") is null, "pdftotext (poppler-utils) is not installed.");
        var (_, _, text) = await RunAsync(
            html,
            async folder =>
            {
                using var reader = Process.Start(new ProcessStartInfo(Find("pdftotext")!, ["-layout", "-enc", "UTF-8", Path.Combine(folder, "page.pdf"), "-"]) { RedirectStandardOutput = true })!;
                return await reader.StandardOutput.ReadToEndAsync();
            },
            "--no-pdf-header-footer", "--print-to-pdf=page.pdf");
        return [.. text.TrimEnd('\f', '\n').Split('\f').Select(sheet => sheet.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
    }

    private static string? Find(params string[] names) => names
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    private static async Task<(string Output, string Errors, string Read)> RunAsync(string html, Func<string, Task<string>>? read, params string[] arguments)
    {
        Skip.If(Program is null, "Chromium is not installed.");
        var folder = Directory.CreateTempSubdirectory("ebsbackup-page-");
        try
        {
            var page = Path.Combine(folder.FullName, "page.html");
            await File.WriteAllTextAsync(page, html);
            var start = new ProcessStartInfo(Program!)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = folder.FullName,
                ArgumentList =
                {
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", $"--user-data-dir={folder.FullName}/profile", "--enable-logging=stderr",
                    "--virtual-time-budget=2000",
                },
            };
            foreach (var argument in arguments.Append(new Uri(page).AbsoluteUri)) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            try
            {
                await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }

            return (await output, await errors, read is null ? "" : await read(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex("CONSOLE.*")]
    private static partial Regex ConsoleLine();
}
