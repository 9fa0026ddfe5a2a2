using System.CommandLine;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using EbsBackup.Runner.Commands;

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
    }
}
