using System.Diagnostics;
using System.Text;
using System.Xml.Linq;
using EbsBackup.Sandbox.S3;

namespace EbsBackup.Tests.Sandbox;

public sealed class S3ListingTests
{
    private static readonly string[] Alphabet = ["a", "b", "/", "//", "-", "é", "\uffee", "😀", " ", "+"];

    [Fact]
    public void Listing_is_sorted_by_utf8_bytes()
    {
        // U+FFEE sorts before U+1F600 in UTF-8, after its surrogates in UTF-16.
        var service = BucketWith(["\uffee", "😀", "z", "Z", "é"]);
        Assert.Equal(["Z", "z", "é", "\uffee", "😀"], Pages(service, "", "", 2).SelectMany(p => p.Names));
    }

    /// <summary>Against the plainest reading of the documentation: filter, group, sort, cut.</summary>
    [Fact]
    public void Pages_together_equal_a_listing_made_the_plain_way()
    {
        var random = new Random(20260131);
        for (var round = 0; round < 300; round++)
        {
            var keys = Enumerable.Range(0, random.Next(1, 40)).Select(_ => Text(random.Next(1, 6))).Distinct().ToArray();
            var prefix = random.Next(3) == 0 ? Text(random.Next(1, 3)) : "";
            var delimiter = random.Next(3) switch { 0 => "", 1 => "/", _ => "//" };
            var expected = keys
                .Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
                .Select(k => k.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is var at and >= 0 && delimiter.Length > 0 ? k[..(at + delimiter.Length)] : k)
                .Distinct()
                .OrderBy(k => Encoding.UTF8.GetBytes(k), Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))
                .ToArray();
            var service = BucketWith(keys);
            var most = random.Next(1, 8);
            var what = $"round {round}: prefix '{prefix}', delimiter '{delimiter}', {most} a page, keys {string.Join(" | ", keys)}";
            foreach (var version in (string[])["v2", "v1", "versions"])
            {
                var pages = Pages(service, prefix, delimiter, most, version).ToList();
                Assert.True(expected.Order().SequenceEqual(pages.SelectMany(p => p.Names).Order()), $"{version} {what}");
                Assert.All(pages.SkipLast(1), p => Assert.Equal(most, p.Names.Count));
            }
        }

        string Text(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
    }

    [Fact]
    public void Start_after_is_not_itself_listed_and_need_not_exist()
    {
        var service = BucketWith(["a", "b", "c"]);
        Assert.Equal(["c"], Names(S3Raw.Send(service, "GET", "/box", "list-type=2&start-after=b")));
        Assert.Equal(["b", "c"], Names(S3Raw.Send(service, "GET", "/box", "list-type=2&start-after=aa")));
    }

    [Theory]
    [InlineData("list-type=2&max-keys=abc")]
    [InlineData("list-type=2&max-keys=-1")]
    [InlineData("list-type=2&encoding-type=xml")]
    [InlineData("list-type=2&continuation-token=a")]
    public void Arguments_that_make_no_sense_are_refused(string query) =>
        Assert.Equal("InvalidArgument", S3Raw.Send(BucketWith([]), "GET", "/box", query).Code);

    [Fact]
    public void Url_encoding_escapes_what_xml_cannot_hold()
    {
        var service = BucketWith(["a b+c/\u0001*~é"]);
        Assert.Equal(["a+b%2Bc/%01*~%C3%A9"], Names(S3Raw.Send(service, "GET", "/box", "list-type=2&encoding-type=url")));
        Assert.Contains("&#x1;", S3Raw.Send(service, "GET", "/box", "list-type=2").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_keys_are_listed_without_a_scan_a_page()
    {
        var service = BucketWith(Enumerable.Range(0, 100_000).Select(n => $"snapshots/{n % 1000:d4}/{n:d6}"));
        var watch = Stopwatch.StartNew();
        Assert.Equal(100_000, Pages(service, "", "", 1000).Sum(p => p.Names.Count));
        // A thousand prefixes of a hundred keys: one search each, not a walk.
        Assert.Equal(1000, Pages(service, "snapshots/", "/", 1000).Sum(p => p.Names.Count));
        // 100 pages that each scanned all keys would take a minute.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private sealed record Page(IReadOnlyList<string> Names);

    private static S3Service BucketWith(IEnumerable<string> keys)
    {
        var service = S3Raw.Send(new(), "PUT", "/box").Service;
        foreach (var key in keys)
            Assert.Equal(200, S3Raw.Send(service, "PUT", "/box/" + Uri.EscapeDataString(key)).Status);
        return service;
    }

    private static IEnumerable<Page> Pages(S3Service service, string prefix, string delimiter, int most, string version = "v2")
    {
        var query = $"prefix={Uri.EscapeDataString(prefix)}&delimiter={Uri.EscapeDataString(delimiter)}&max-keys={most}{version switch { "v2" => "&list-type=2", "versions" => "&versions", _ => "" }}";
        var next = "";
        while (true)
        {
            var answer = XElement.Parse(S3Raw.Send(service, "GET", "/box", query + next).Text, LoadOptions.PreserveWhitespace);
            var names = NamesOf(answer).ToList();
            yield return new(names);
            if (Value(answer, "IsTruncated") != "true")
                yield break;
            next = version switch
            {
                "v2" => "&continuation-token=" + Uri.EscapeDataString(Value(answer, "NextContinuationToken")!),
                "v1" => "&marker=" + Uri.EscapeDataString(Value(answer, "NextMarker") ?? names[^1]),
                _ => $"&key-marker={Uri.EscapeDataString(Value(answer, "NextKeyMarker")!)}&version-id-marker={Value(answer, "NextVersionIdMarker")}",
            };
        }
    }

    private static IEnumerable<string> Names(S3Raw.Answer answer) => NamesOf(XElement.Parse(answer.Text, LoadOptions.PreserveWhitespace));

    private static IEnumerable<string> NamesOf(XElement answer) => answer.Elements()
        .Where(e => e.Name.LocalName is "Contents" or "Version" or "CommonPrefixes")
        .Select(e => Value(e, e.Name.LocalName == "CommonPrefixes" ? "Prefix" : "Key")!);

    private static string? Value(XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
}
