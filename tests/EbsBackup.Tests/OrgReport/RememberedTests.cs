using System.Text;
using EbsBackup.OrgReport;

namespace EbsBackup.Tests.OrgReport;

public sealed class RememberedTests
{
    [Fact]
    public void Everyone_gets_what_belongs_to_his_key_though_there_are_more_keys_than_places()
    {
        var remembered = new Remembered<string>(Encoding.UTF8.GetString);

        for (var round = 0; round < 2; round++)
        {
            for (var number = 0; number < 20_000; number++)
                Assert.Equal($"key {number}", remembered.Of(Encoding.UTF8.GetBytes($"key {number}")));
        }
    }

    [Fact]
    public void A_few_hundred_keys_are_made_once_each()
    {
        var made = 0;
        var remembered = new Remembered<int>(_ => ++made);

        for (var round = 0; round < 10; round++)
        {
            for (var account = 0; account < 200; account++)
                remembered.Of(Encoding.UTF8.GetBytes($$"""{"BackupPlanArn":"arn:aws:backup:us-east-1:{{100000000000 + account}}:backup-plan:5d2a4b2c"}"""));
        }

        Assert.InRange(made, 200, 210);
    }
}
