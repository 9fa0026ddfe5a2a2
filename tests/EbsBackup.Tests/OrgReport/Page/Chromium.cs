using System.Diagnostics;
using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace EbsBackup.Tests.OrgReport.Page;

/// <summary>A headless Chromium, if the machine has one.</summary>
internal static partial class Chromium
{
    private static readonly string? Program = ((string[])["chromium", "chromium-browser", "google-chrome"])
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>Opens the page, lets its scripts run, and gives the document that they left and what was said on the console.</summary>
    public static async Task<(IHtmlDocument Document, IReadOnlyList<string> Console)> OpenAsync(string html, int width = 1280)
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
                ArgumentList =
                {
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    $"--window-size={width},800", "--disable-component-update", "--disable-sync", $"--user-data-dir={folder.FullName}/profile", "--enable-logging=stderr",
                    "--virtual-time-budget=2000", "--dump-dom", new Uri(page).AbsoluteUri,
                },
            };
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

            var console = ConsoleLine().Matches(await errors).Select(match => match.Value).ToList();
            return (new HtmlParser().ParseDocument(await output), console);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex("CONSOLE.*")]
    private static partial Regex ConsoleLine();
}
