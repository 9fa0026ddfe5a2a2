using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using EbsBackup.OrgReport;

namespace EbsBackup.Tests.OrgReport;

public sealed class CsvFileTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"ebsbackup-test-{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void The_header_has_all_thirty_columns_in_alphabetical_order()
    {
        Write();

        Assert.Equal(
            "AccountId,BackupJobId,BackupOptions,BackupSizeInBytes,BackupType,BackupVaultArn,BackupVaultName,BytesTransferred,"
            + "CompletionDate,CreatedBy,CreationDate,EncryptionKeyArn,ExpectedCompletionDate,IamRoleArn,InitiationDate,"
            + "IsEncrypted,IsParent,MessageCategory,ParentJobId,PercentDone,RecoveryPointArn,RecoveryPointLifecycle,"
            + "ResourceArn,ResourceName,ResourceType,StartBy,State,StatusMessage,VaultLockState,VaultType\r\n",
            File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)));
    }

    [Fact]
    public void There_is_no_byte_order_mark_and_the_digest_is_that_of_the_file()
    {
        var (bytes, sha256) = Write(new OrgBackupJob { Region = "us-east-1", StatusMessage = "é" });

        var content = File.ReadAllBytes(path);
        Assert.Equal((byte)'A', content[0]);
        Assert.Equal(content.Length, bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), sha256);
    }

    [Fact]
    public void Every_kind_of_value_has_one_text()
    {
        Write(new OrgBackupJob
        {
            Region = "us-east-1",
            AccountId = "012345678901",
            BackupOptions = new Dictionary<string, string> { ["WindowsVSS"] = "enabled" },
            BackupSizeInBytes = 8589934592,
            CompletionDate = new DateTimeOffset(2026, 1, 31, 23, 59, 59, 999, TimeSpan.Zero),
            CreatedBy = new BackupJobCreator { BackupPlanName = "täglich", BackupRuleCron = "cron(0 5 ? * * *)" },
            CreationDate = new DateTimeOffset(2026, 2, 1, 1, 0, 0, TimeSpan.FromHours(2)),
            IsEncrypted = true,
            IsParent = false,
            RecoveryPointLifecycle = new RecoveryPointLifecycle { DeleteAfterDays = 35, OptInToArchiveForSupportedResources = false },
        });

        var row = Assert.Single(ReadBack());
        Assert.Equal("012345678901", row["AccountId"]);
        Assert.Equal("{\"WindowsVSS\":\"enabled\"}", row["BackupOptions"]);
        Assert.Equal("8589934592", row["BackupSizeInBytes"]);
        Assert.Equal("", row["BytesTransferred"]);
        Assert.Equal("2026-01-31T23:59:59.999Z", row["CompletionDate"]);
        Assert.Equal("{\"BackupPlanName\":\"täglich\",\"BackupRuleCron\":\"cron(0 5 ? * * *)\"}", row["CreatedBy"]);
        Assert.Equal("2026-01-31T23:00:00Z", row["CreationDate"]);
        Assert.Equal("true", row["IsEncrypted"]);
        Assert.Equal("false", row["IsParent"]);
        Assert.Equal("{\"DeleteAfterDays\":35,\"OptInToArchiveForSupportedResources\":false}", row["RecoveryPointLifecycle"]);
    }

    [Fact]
    public void Hostile_texts_come_back_from_CsvHelper()
    {
        Write(HostileJobs());

        Assert.Equal(HostileText.All, ReadBack().Select(row => HostileText.Restore(row["StatusMessage"])));
    }

    [SkippableTheory]
    [InlineData("utf-8")]
    [InlineData("utf-8-sig")]
    public void Hostile_texts_come_back_from_Python(string encoding)
    {
        Write(HostileJobs());
        var rows = PythonCsv.Read(path, encoding).ToList();

        Assert.All(rows, row => Assert.Equal("012345678901", row["AccountId"]));
        Assert.All(rows, row => Assert.Equal("Default", row["VaultType"]));
        Assert.Equal(HostileText.All, rows.Select(row => HostileText.Restore(row["ResourceName"])));
        Assert.Equal(HostileText.All, rows.Select(row => HostileText.Restore(row["StatusMessage"])));
    }

    private static OrgBackupJob[] HostileJobs() =>
        [.. HostileText.All.Select(text => new OrgBackupJob
        {
            Region = "us-east-1", AccountId = "012345678901", ResourceName = text, StatusMessage = text, VaultType = "Default",
        })];

    private (long Bytes, string Sha256) Write(params OrgBackupJob[] jobs)
    {
        var form = JobForm.For(OrgJobKind.Backup);
        using var file = new CsvFile(path, form.Header);
        foreach (var job in jobs) form.Write(WirePages.Row(job), file, null, new Utf8Buffer());
        Assert.Equal(jobs.Length, file.Rows);
        return file.Complete();
    }

    private List<Dictionary<string, string>> ReadBack()
    {
        using var reader = CsvReader.FromFile(path);
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read()) rows.Add(reader.Headers.ToDictionary(name => name, reader.GetString));
        return rows;
    }
}
