using AngleSharp.Dom;
using EbsBackup.Coverage;
using EbsBackup.OrgReport.Page;

namespace EbsBackup.Tests.OrgReport.Page;

public sealed class HostilePageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly HashSet<string> Elements = new(StringComparer.Ordinal)
    {
        "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav", "section", "figure", "figcaption", "h1", "h2", "h3", "p", "a", "span", "small",
        "em", "strong", "br", "bdi", "time", "dl", "dt", "dd", "div", "ol", "li", "svg", "rect", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary", "script",
    };

    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "title", "role", "aria-label", "aria-labelledby", "aria-hidden", "tabindex", "scope",
        "data-v", "data-filter", "viewBox", "preserveAspectRatio", "x", "y", "width", "height",
    };

    private static readonly Task<string> Plain = PlainAsync();

    public static TheoryData<int> Numbers => new(Enumerable.Range(0, HostileValues.All.Count));

    [Fact]
    public void There_are_200_hostile_values() => Assert.True(HostileValues.All.Distinct().Count() >= 200, $"{HostileValues.All.Distinct().Count()}");

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_hostile_value_anywhere_is_text_and_nothing_else(int number)
    {
        var value = HostileValues.All[number];
        var document = await RenderedPage.DocumentAsync(Model(value));

        Assert.Subset(Elements, document.All.Select(element => element.LocalName).ToHashSet());
        Assert.Subset(Attributes, document.All.SelectMany(element => element.Attributes).Select(attribute => attribute.Name).ToHashSet());
        Assert.All(document.QuerySelectorAll("a"), link => Assert.Matches(@"^(#[a-z-]+|[A-Za-z0-9_-][A-Za-z0-9._-]*)$", link.GetAttribute("href")));
        Assert.Equal(await Plain, Skeleton(document));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_hostile_value_is_shown_whole_up_to_the_limit(int number)
    {
        var value = HostileValues.All[number];
        var document = await RenderedPage.DocumentAsync(Model(value));
        var message = document.QuerySelector("#backup-failures-jobs .m")!.TextContent;
        if (string.IsNullOrEmpty(value))
        {
            Assert.Contains("no message", message, StringComparison.Ordinal);
            return;
        }

        var kept = ListedJob.Of(new PageJob { StatusMessage = value }, PageLimits.Default.MessageLength);
        Assert.Contains(RenderedPage.Visible(kept.Job.StatusMessage!), message, StringComparison.Ordinal);
        Assert.Equal(kept.CutCharacters > 0, message.Contains("more characters are in the CSV", StringComparison.Ordinal));
        Assert.DoesNotMatch(@"[\0-\x08\x0B-\x1F\x7F-\x9F\u200B\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]", document.DocumentElement.TextContent);
    }

    [Fact]
    public async Task Bidirectional_text_is_isolated_wherever_it_stands()
    {
        var document = await RenderedPage.DocumentAsync(Model("עברית"));
        var texts = document.Body!.Descendants<IText>().Where(text => text.Data.Contains("עברית", StringComparison.Ordinal)).ToList();
        Assert.True(texts.Count > 20);
        Assert.All(texts, text => Assert.Equal("bdi", text.ParentElement!.LocalName));
    }

    internal static ReportPageModel Model(string value)
    {
        var job = new PageJob
        {
            JobId = value, AccountId = value, Region = value, ResourceType = value, ResourceArn = value, ResourceName = value,
            State = "FAILED", MessageCategory = value, StatusMessage = value, CreationDate = Noon.AddHours(-1), CompletionDate = Noon, BackupSizeInBytes = 1,
        };
        var backup = new PageStatistics(Noon);
        backup.Add(job);
        backup.Add(job with { State = value });
        backup.Add(job with { State = "COMPLETED", HasIssues = true });
        backup.Add(job with { EndedLater = true });
        var coverage = new CoverageStatistics(Noon, TimeSpan.FromHours(26));
        coverage.Add(new ResourceCoverage
        {
            AccountId = value, Region = value, ResourceType = value, ResourceId = value, ResourceName = value, ProtectedBy = value, Reason = value,
            Status = CoverageStatus.Unknown,
        });
        return new ReportPageModel
        {
            WindowStart = Noon.AddHours(-12),
            WindowEnd = Noon.AddHours(12),
            AsOf = Noon,
            Scope = value,
            Regions = [value],
            Outcome = Outcome.Partial,
            BackupJobs = backup,
            CopyJobs = backup,
            RestoreJobs = backup,
            Coverage = coverage,
            Gaps = [new(value, value, value, value, value)],
            Trend = [new(Noon.AddDays(-1).UtcDateTime, new Dictionary<string, long> { [value] = 3 }, 1, true)],
            AccountNames = new Dictionary<string, string> { [value] = value },
            Files = [new(value, 1, 1, value)],
        };
    }

    private static async Task<string> PlainAsync() => Skeleton(await RenderedPage.DocumentAsync(Model("plain")));

    /// <summary>The elements in their order, without those that a value's own length, emptiness or name brings.</summary>
    private static string Skeleton(IDocument document) => string.Join(
        ' ',
        document.All.Select(element => element.LocalName).Where(name => name is not ("bdi" or "details" or "summary" or "em" or "small" or "span" or "a" or "rect" or "br")));
}
