using EbsBackup.OrgReport;

namespace EbsBackup.Tests.OrgReport;

public sealed class SeenIdsTests
{
    [Fact]
    public void It_answers_as_a_set_does_however_many_and_however_alike_the_ids_are()
    {
        var random = new Random(1);
        var (ids, set) = (new SeenIds(), new HashSet<Guid>());
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 100_000; i++)
            {
                var id = random.Next(4) switch
                {
                    0 => new Guid(random.Next(30_000), 0, 0, new byte[8]),
                    1 => new Guid(0, (short)random.Next(30_000), 0, new byte[8]),
                    2 => new Guid(random.Next(100) * 64 * 1024, 0, 0, new byte[8]),
                    _ => Unique(random),
                };
                Assert.Equal(set.Add(id), ids.Add(id));
            }

            ids.Clear();
            set.Clear();
        }
    }

    private static Guid Unique(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
