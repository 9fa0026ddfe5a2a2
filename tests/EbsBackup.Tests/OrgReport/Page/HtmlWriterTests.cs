using System.Text;
using EbsBackup.OrgReport.Page.Html;

namespace EbsBackup.Tests.OrgReport.Page;

public sealed class HtmlWriterTests
{
    [Fact]
    public async Task Markup_is_written_and_values_are_escaped()
    {
        var html = new HtmlWriter();
        html.Write($"<p title=\"{"a\"b<'"}\">{"<i>&"}</p>");
        Assert.Equal("<p title=\"a&quot;b&lt;&#39;\"><bdi>&lt;i&gt;&amp;</bdi></p>", await TextAsync(html));
    }

    [Fact]
    public async Task A_value_longer_than_any_of_AWS_is_cut_and_says_so()
    {
        var html = new HtmlWriter();
        html.Write($"{new string('x', 1_023) + "😀" + new string('y', 5_000)}");
        Assert.Equal($"<bdi>{new string('x', 1_023)}… (5,002 more characters)</bdi>", await TextAsync(html));
    }

    [Fact]
    public async Task Numbers_have_separators_in_text_and_none_in_attributes()
    {
        var html = new HtmlWriter();
        html.Write($"<td data-v=\"{1_234_567}\">{1_234_567}</td>");
        Assert.Equal("<td data-v=\"1234567\">1,234,567</td>", await TextAsync(html));
    }

    [Fact]
    public async Task Instants_are_ISO_8601_in_UTC()
    {
        var html = new HtmlWriter();
        html.Write($"{new DateTimeOffset(2026, 1, 31, 23, 30, 5, TimeSpan.FromHours(-5))}");
        Assert.Equal("<time>2026-02-01T04:30:05Z</time>", await TextAsync(html));
    }

    [Fact]
    public void A_value_outside_quotes_in_a_tag_is_refused()
    {
        var html = new HtmlWriter();
        Assert.Throws<InvalidOperationException>(() => html.Write($"<p {"onclick"}=\"x\">"));
        var unquoted = new HtmlWriter();
        Assert.Throws<InvalidOperationException>(() => unquoted.Write($"<p title={"x"}>"));
    }

    [Theory]
    [InlineData("a\r\nb\rc\nd\te", "a\nb\nc\nd\te")]
    [InlineData("a\0b", "a[U+0000]b")]
    [InlineData("a\u2028b", "a[U+2028]b")]
    [InlineData("\u202Egnp.exe", "[U+202E]gnp.exe")]
    [InlineData("a\u200Bb\uFEFF", "a[U+200B]b[U+FEFF]")]
    [InlineData("\U000E0041", "[U+E0041]")]
    [InlineData("😀 עברית می‌خواهم", "😀 עברית می‌خواهم")]
    public void Characters_without_a_shape_are_spelled_out(string text, string expected) =>
        Assert.Equal(expected, RenderedPage.Visible(text));

    [Fact]
    public void Half_a_surrogate_pair_is_spelled_out() => Assert.Equal("a[U+D83D]b[U+DE00]", RenderedPage.Visible("a\uD83Db\uDE00"));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min 00 s")]
    [InlineData(3_599, "59 min 59 s")]
    [InlineData(111_900, "31 h 05 min")]
    [InlineData(400_000, "4 d 15 h")]
    public void Durations_have_two_units(long seconds, string expected) => Assert.Equal(expected, Words.Duration(seconds).Text);

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1_023, "1.00 KiB")]
    [InlineData(1_024, "1.00 KiB")]
    [InlineData(1_610_612_736, "1.50 GiB")]
    [InlineData(long.MaxValue, "8.00 EiB")]
    public void Sizes_have_three_digits(long bytes, string expected) => Assert.Equal(expected, Words.Size(bytes).Text);

    [Theory]
    [InlineData(0, 0, "–")]
    [InlineData(999_999, 1_000_000, "99.99 %")]
    [InlineData(1, 1_000_000, "< 0.01 %")]
    [InlineData(7, 7, "100 %")]
    public void A_share_is_never_rounded_up_to_the_whole(long part, long whole, string expected) => Assert.Equal(expected, Words.Percent(part, whole).Text);

    private static async Task<string> TextAsync(HtmlWriter html)
    {
        using var stream = new MemoryStream();
        await html.FlushAsync(stream, CancellationToken.None);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
