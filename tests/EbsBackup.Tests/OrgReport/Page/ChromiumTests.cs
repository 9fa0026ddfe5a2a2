using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using EbsBackup.OrgReport.Page;

namespace EbsBackup.Tests.OrgReport.Page;

public sealed class ChromiumTests
{
    /// <summary>Chromium makes no window narrower; the page's narrow layout begins at 736 pixels.</summary>
    private const int NarrowestWindow = 500;

    [SkippableFact]
    public async Task Two_hundred_hostile_values_run_nothing_and_the_policy_has_nothing_to_stop()
    {
        var backup = new PageStatistics(DateTimeOffset.UnixEpoch);
        foreach (var value in HostileValues.All)
        {
            backup.Add(new PageJob
            {
                JobId = value, AccountId = value, Region = value, ResourceType = value, ResourceArn = value, ResourceName = value, State = "FAILED",
                MessageCategory = value, StatusMessage = value,
            });
        }

        var model = HostilePageTests.Model("</script><script>document.title='RAN'</script>") with
        {
            BackupJobs = backup,
            Gaps = [.. HostileValues.All.Select(value => new PageGap(value, value, value, value, value))],
            AccountNames = HostileValues.All.ToDictionary(value => value, value => value),
            Files = [.. HostileValues.All.Select(value => new PageFile(value, 1, 1, value))],
        };
        var (document, console) = await Chromium.OpenAsync(await RenderedPage.HtmlAsync(model));

        Assert.Equal("AWS Backup report · 2026-01-31", document.Title);
        Assert.Empty(console);
        Assert.Empty(document.QuerySelectorAll("iframe, object, embed, img, link, base, form, frame, template, noscript, plaintext"));
        Assert.Single(document.Scripts);
        Assert.NotEmpty(document.QuerySelectorAll("th button"));
    }

    [SkippableFact]
    public async Task Another_script_is_stopped_by_the_policy()
    {
        var html = (await RenderedPage.HtmlAsync(SampleReport.Empty())).Replace("</body>", "<script>document.title='RAN'</script><img src=x onerror=\"document.title='RAN'\"></body>", StringComparison.Ordinal);
        var (document, console) = await Chromium.OpenAsync(html);
        Assert.Equal("AWS Backup report · 2026-01-31", document.Title);
        Assert.Contains(console, line => line.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Tables_sort_by_number_size_text_and_time()
    {
        var page = await DriveAsync("""
            const header = (table, name) => [...document.querySelectorAll(`#${table} th`)].find(th => th.textContent === name);
            const column = (table, name) => { const i = header(table, name).cellIndex; return [...document.querySelector(`#${table}`).tBodies[0].rows].map(row => row.cells[i].textContent).join('|'); };
            const click = (table, name) => { header(table, name).querySelector('button').click(); return header(table, name).getAttribute('aria-sort') + ':' + column(table, name); };
            say('jobs', click('backup-accounts', 'Jobs'));
            say('jobs-again', click('backup-accounts', 'Jobs'));
            say('account', click('backup-accounts', 'Account'));
            say('size', click('backup-largest', 'Size') && click('backup-largest', 'Size'));
            say('created', click('backup-slowest', 'Created and ended'));
            say('sorted', document.querySelectorAll('#backup-accounts [aria-sort]').length);
            say('foot', document.querySelector('#backup-accounts tfoot').rows.length);
            """);

        Assert.Equal("descending:2,607|2,193|1,971|1,503|1,013|874|670|479|433|319|183|100", page["jobs"]);
        Assert.Equal("ascending:100|183|319|433|479|670|874|1,013|1,503|1,971|2,193|2,607", page["jobs-again"]);
        Assert.StartsWith("ascending:101010101010 logistics-prod|121212121212 logistics-test|131313131313", page["account"], StringComparison.Ordinal);
        Assert.Equal("1", page["sorted"]);
        Assert.Equal("1", page["foot"]);
        var sizes = page["size"]["ascending:".Length..].Split('|').Select(size => double.Parse(size.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(20, sizes.Count);
        Assert.Equal(sizes.Order(), sizes);
        var created = page["created"]["ascending:".Length..].Split('|');
        Assert.Equal(created.Order(StringComparer.Ordinal), created);
    }

    [SkippableFact]
    public async Task Tables_filter_by_words_and_a_cause_shows_its_jobs()
    {
        var page = await DriveAsync("""
            const tools = document.querySelector('#backup-failures-jobs').parentElement.previousElementSibling;
            const rows = () => [...document.querySelectorAll('#backup-failures-jobs tbody tr')];
            const shown = () => rows().filter(row => !row.hidden && getComputedStyle(row).display !== 'none');
            const type = text => { const input = tools.querySelector('input'); input.value = text; input.dispatchEvent(new Event('input')); };
            const state = () => `${shown().length} / ${tools.querySelector('[role=status]').textContent}`;
            say('folded', state());
            tools.querySelector('button').click();
            say('all', state());
            type('VSS EU-west-1');
            say('filtered', state() + ' / ' + shown().every(row => row.textContent.includes('VSS') && row.textContent.includes('eu-west-1')));
            type('no such word');
            say('none', state());
            document.querySelector('a[data-filter=C002]').click();
            say('cause', state() + ' / ' + shown().every(row => row.textContent.includes('does not exist')));
            type('');
            say('cleared', state());
            """);

        Assert.Equal("10 / 10 of 37 rows", page["folded"]);
        Assert.Equal("37 / 37 rows", page["all"]);
        Assert.Matches("^[1-4] / [1-4] of [1-4] rows found among 37 / true$", page["filtered"]);
        Assert.Equal("0 / 0 of 0 rows found among 37", page["none"]);
        Assert.Equal("9 / 9 of 9 rows found among 37 / true", page["cause"]);
        Assert.Equal("37 / 37 rows", page["cleared"]);
    }

    [SkippableFact]
    public async Task Nothing_is_wider_than_a_phone_but_the_tables_of_counts_that_scroll()
    {
        var page = await DriveAsync("""
            document.body.style.cssText = 'margin: 0; width: 390px';
            const outside = [...document.body.querySelectorAll('*')].filter(element => !element.closest('.frame table'));
            say('right', Math.max(...outside.map(element => element.getBoundingClientRect().right)) <= 390);
            say('rows', [...document.querySelectorAll('.frame:has(.rows)')].filter(frame => frame.scrollWidth > frame.clientWidth).map(frame => frame.innerText).join());
            """, NarrowestWindow);
        Assert.Equal(("true", ""), (page["right"], page["rows"]));
    }

    [SkippableFact]
    public async Task Tables_of_jobs_and_resources_fit_a_desktop_window()
    {
        var page = await DriveAsync("""
            say('rows', [...document.querySelectorAll('.frame:has(.rows)')].filter(frame => frame.scrollWidth > frame.clientWidth).map(frame => frame.querySelector('table').id).join());
            """);
        Assert.Equal("", page["rows"]);
    }

    [SkippableFact]
    public async Task On_a_phone_each_number_says_what_it_is_and_what_is_not_there_takes_no_room()
    {
        var page = await DriveAsync("""
            const shown = cell => getComputedStyle(cell).display !== 'none' && getComputedStyle(cell.parentElement).display !== 'none';
            const cells = [...document.querySelectorAll('table.rows tbody td')].filter(shown);
            say('alone', document.querySelectorAll('table.rows tbody tr:only-child').length);
            say('nameless', cells.filter(cell => cell.matches('.n, .t') && !cell.dataset.label).length);
            say('dashes', cells.filter(cell => cell.textContent === '–').length);
            """, NarrowestWindow);
        Assert.NotEqual("0", page["alone"]);
        Assert.Equal(("0", "0"), (page["nameless"], page["dashes"]));
    }

    [SkippableFact]
    public async Task A_printed_heading_is_never_alone_at_the_foot_of_a_sheet()
    {
        var html = await RenderedPage.HtmlAsync(SampleReport.Create());
        var headings = new HtmlParser().ParseDocument(html).QuerySelectorAll("h2, h3").Select(heading => heading.TextContent).ToHashSet();

        // More or less above them moves the headings down the sheets, line by line.
        foreach (var lines in (int[])[0, 10, 20])
        {
            var sheets = await Chromium.PrintAsync(html.Replace("<section id=\"backup\">", $"{string.Concat(Enumerable.Repeat("<p>x</p>", lines))}<section id=\"backup\">", StringComparison.Ordinal));
            Assert.InRange(sheets.Count, 5, 40);

            // Its rows' count, its caption, the columns' names and two rows follow it.
            Assert.All(sheets, sheet => Assert.DoesNotContain(sheet.TakeLast(4), headings.Contains));
        }
    }

    /// <summary>Runs a script of the test's in a copy of the sample page whose policy allows that script too.</summary>
    private static async Task<Dictionary<string, string>> DriveAsync(string script, int width = 1280)
    {
        var driver = $"const say = (name, value) => {{ document.documentElement.dataset['say_' + name.replace(/-/g, '_')] = value; }};\n{script}".ReplaceLineEndings("\n");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(driver)));
        var html = (await RenderedPage.HtmlAsync(SampleReport.Create()))
            .Replace("script-src ", $"script-src 'sha256-{hash}' ", StringComparison.Ordinal)
            .Replace("</body>", $"<script>{driver}</script></body>", StringComparison.Ordinal);
        var (document, console) = await Chromium.OpenAsync(html, width);
        Assert.Empty(console);
        return document.DocumentElement.Attributes
            .Where(attribute => attribute.Name.StartsWith("data-say_", StringComparison.Ordinal))
            .ToDictionary(attribute => attribute.Name["data-say_".Length..].Replace('_', '-'), attribute => attribute.Value);
    }
}
