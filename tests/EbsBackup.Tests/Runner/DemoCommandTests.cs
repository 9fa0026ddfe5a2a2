using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using EbsBackup.Runner.Commands;
using EbsBackup.Tests.Aws;

namespace EbsBackup.Tests.Runner;

public sealed class DemoCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ebsbackup-demo");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Demo_does_the_whole_job_and_shows_thirty_days_of_it()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = await EbsBackupCommand.Create().Parse(["demo", "--output", _folder.FullName]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });

        Assert.Equal((0, ""), (exitCode, error.ToString()));
        Assert.Matches("\nSucceeded: [1-9][0-9]* done, 0 not done\\.", output.ToString());
        Assert.DoesNotContain("NOT DONE", output.ToString(), StringComparison.Ordinal);

        var pages = Directory.GetFiles(Path.Combine(_folder.FullName, "BackupReports"), "report.html", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(30, pages.Count);
        var document = new HtmlParser().ParseDocument(await File.ReadAllTextAsync(pages[^1]));
        Assert.StartsWith("30 of 30 days have a report.", document.QuerySelector("#trend p")!.TextContent, StringComparison.Ordinal);
        var earlier = document.QuerySelectorAll("#days tbody tr").Skip(1).Select(row => row.QuerySelectorAll("td").Select(cell => Regex.Replace(cell.TextContent, ",", "")).ToArray()).ToList();
        Assert.Equal(29, earlier.Count);
        Assert.All(earlier, day => Assert.InRange(int.Parse(day[1], System.Globalization.CultureInfo.InvariantCulture), 230, 250));
        Assert.All(earlier, day => Assert.NotEqual("0", day[2]));
        AssertThatTheDocsSayIt(Path.GetDirectoryName(pages[^1])!);
    }

    /// <summary>The row and the manifest in docs/org-report.md, but for what differs in every run.</summary>
    private static void AssertThatTheDocsSayIt(string folder)
    {
        var page = File.ReadAllText(RepositoryFolder.Of("docs", "org-report.md")).ReplaceLineEndings("\n");
        page = page[page.IndexOf("## What the demo writes", StringComparison.Ordinal)..];
        var id = Regex.Match(page, "```\n333333333333,([0-9A-F-]{36}),").Groups[1].Value;
        var failed = File.ReadAllText(Assert.Single(Directory.GetFiles(folder, "BackupReport-FAILED-*.csv")));
        Assert.Contains($"\n333333333333,{id},", failed, StringComparison.Ordinal);

        var said = JsonNode.Parse(Regex.Match(page, "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value)!.AsObject();
        var written = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!.AsObject();
        foreach (var (name, value) in said.Where(member => member.Key is not ("start" or "end" or "asOf" or "files")))
        {
            if (name is "copyJobs" or "restoreJobs" or "coverage") Assert.All(value!.AsObject(), member => AssertEqual($"{name}.{member.Key}", member.Value, written[name]![member.Key]));
            else AssertEqual(name, value, written[name]);
        }
    }

    private static void AssertEqual(string name, JsonNode? said, JsonNode? written) =>
        Assert.True(JsonNode.DeepEquals(said, written), $"{name} is {said} in docs/org-report.md and {written} in the demo's manifest.");
}
