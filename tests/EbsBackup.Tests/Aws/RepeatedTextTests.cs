using System.Globalization;
using System.Text;
using EbsBackup.Aws.Protocols;

namespace EbsBackup.Tests.Aws;

public sealed class RepeatedTextTests
{
    [Fact]
    public void What_repeats_is_one_string()
    {
        Read("arn:aws:iam::111111111111:role/reused");
        var second = Read("arn:aws:iam::111111111111:role/reused");
        Read("arn:aws:iam::111111111111:role/reused");

        Assert.Same(Read("arn:aws:iam::111111111111:role/reused"), Read("arn:aws:iam::111111111111:role/reused"));
        Assert.Equal("arn:aws:iam::111111111111:role/reused", second);
    }

    [Fact]
    public void Every_text_is_its_own_however_many_share_a_slot()
    {
        var texts = Enumerable.Range(0, 50_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"é{i % 7}-vol-{i:x17}")).ToList();
        texts.AddRange(["", "a", "\0", "日本語", new string('x', 159), new string('x', 160), new string('x', 161), new string('x', 5000)]);

        for (var round = 0; round < 3; round++)
            Assert.Equal(texts, texts.Select(Read));
    }

    [Fact]
    public async Task Threads_that_share_a_slot_get_their_own_text()
    {
        var threads = Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 50_000; i++)
            {
                var text = "text-" + random.Next(20_000).ToString(CultureInfo.InvariantCulture);
                if (Read(text) != text) return false;
            }

            return true;
        }));

        Assert.DoesNotContain(false, await Task.WhenAll(threads));
    }

    private static string Read(string text) => RepeatedText.Of(Encoding.UTF8.GetBytes(text));
}
