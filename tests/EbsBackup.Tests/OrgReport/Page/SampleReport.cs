using System.Globalization;
using EbsBackup;
using EbsBackup.Coverage;
using EbsBackup.OrgReport.Page;

namespace EbsBackup.Tests.OrgReport.Page;

/// <summary>An Organization on the morning after 2026-01-31: the same on every machine.</summary>
internal static class SampleReport
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Read = new(2026, 2, 1, 0, 10, 4, TimeSpan.Zero);

    private static readonly (string Id, string Name, int Weight)[] Accounts =
    [
        ("222222222222", "backup-reports", 1), ("333333333333", "payments-prod", 24), ("444444444444", "payments-test", 8),
        ("555555555555", "web-prod", 20), ("666666666666", "web-test", 6), ("777777777777", "data-lake", 18), ("888888888888", "analytics", 9),
        ("999999999999", "identity", 4), ("101010101010", "logistics-prod", 14), ("121212121212", "logistics-test", 5), ("131313131313", "sandbox", 2),
        ("141414141414", "archive", 3),
    ];

    private static readonly string[] Regions = ["us-east-1", "us-east-1", "us-east-1", "eu-west-1", "eu-west-1", "eu-central-1", "ap-southeast-2"];

    private static readonly (string Type, string Arn, string Name, double Gigabytes)[] Types =
    [
        ("EBS", "ec2:{0}:{1}:volume/vol-{2}", "data", 200), ("EBS", "ec2:{0}:{1}:volume/vol-{2}", "root", 30), ("EC2", "ec2:{0}:{1}:instance/i-{2}", "app", 120),
        ("RDS", "rds:{0}:{1}:db:orders-{2}", "orders", 400), ("DynamoDB", "dynamodb:{0}:{1}:table/sessions-{2}", "sessions", 12),
        ("EFS", "elasticfilesystem:{0}:{1}:file-system/fs-{2}", "shared", 900), ("S3", "s3:::uploads-{2}", "uploads", 2_500),
    ];

    private static readonly (string State, string Category, string Message, int Weight)[] Causes =
    [
        ("FAILED", "AccessDenied", "You are not authorized to perform this operation. Encoded authorization failure message: the role arn:aws:iam::{1}:role/service-role/AWSBackupDefaultServiceRole may not use key arn:aws:kms:{0}:{1}:key/1f2e3d4c-{3}-4b5a-8c7d-0123456789ab", 17),
        ("FAILED", "InvalidParameters", "The volume vol-{2} does not exist.", 8),
        ("FAILED", "VSSError", "Windows VSS Backup attempt failed because either Instance or SSM Agent has invalid state or insufficient privileges on instance i-{2}.", 5),
        ("EXPIRED", "Others", "Backup job expired before completion: it did not start within {4} minutes of its schedule.", 4),
        ("ABORTED", "Aborted", "Backup job was stopped by user arn:aws:sts::{1}:assumed-role/Operations/session-{4}", 2),
        ("PARTIAL", "Others", "Some of the resources of the composite backup could not be backed up.", 1),
    ];

    public static ReportPageModel Create()
    {
        var random = new Random(20260131);
        var backup = new PageStatistics(Read);
        for (var i = 0; i < 12_345; i++)
            backup.Add(Job(random, i, failureRate: 0.003));
        for (var i = 0; i < 6; i++)
            backup.Add(Job(random, 20_000 + i, i < 2 ? 1 : 0) with { CreationDate = Start.AddHours(-2), CompletionDate = Start.AddMinutes(17 + i), EndedLater = true });

        var copy = new PageStatistics(Read);
        for (var i = 0; i < 1_204; i++)
            copy.Add(Job(random, 40_000 + i, failureRate: 0.002) with { HasIssues = false });

        return new ReportPageModel
        {
            WindowStart = Start,
            WindowEnd = Start.AddDays(1),
            AsOf = Read,
            Scope = "the Organization of 111111111111",
            Regions = ["ap-southeast-2", "eu-central-1", "eu-west-1", "us-east-1", "us-west-2"],
            Outcome = Outcome.Partial,
            BackupJobs = backup,
            CopyJobs = copy,
            Gaps =
            [
                new("backup jobs", null, "us-west-2", "ListBackupJobs in us-west-2 failed after 4 attempts: ThrottlingException: Rate exceeded.", "Run the report of 2026-01-31 again; AWS keeps these jobs until 2026-03-02."),
                new("protected resources", "131313131313", null, "AssumeRole of arn:aws:iam::131313131313:role/Backup-Report-Role was refused: AccessDenied.", "Create the role in this account with docs/permissions/report-reader-trust.json.") { HidesBackupJobs = false },
            ],
            Trend = Trend(random),
            Coverage = Coverage(random),
            AccountNames = Accounts.ToDictionary(account => account.Id, account => account.Name),
            Files =
            [
                .. new[] { ("FAILED", 30L), ("EXPIRED", 4), ("COMPLETED", 12_250) }.Select(file => new PageFile(
                    $"BackupReport-{file.Item1}-31-Jan-2026.csv", file.Item2, file.Item2 * 612 + 480, string.Concat(Enumerable.Repeat("0123456789abcdef", 4)))),
            ],
        };
    }

    public static ReportPageModel Empty(params PageGap[] gaps) => new()
    {
        WindowStart = Start,
        WindowEnd = Start.AddDays(1),
        AsOf = Read,
        Scope = "account 222222222222",
        Regions = ["us-east-1"],
        Outcome = gaps.Length > 0 ? Outcome.Partial : Outcome.Succeeded,
        BackupJobs = new(Read),
        Gaps = gaps,
    };

    private static PageJob Job(Random random, int number, double failureRate)
    {
        var account = Pick(random, Accounts, entry => entry.Weight);
        var type = Types[random.Next(Types.Length)];
        var region = Regions[random.Next(Regions.Length)];
        var id = $"{random.NextInt64(1L << 52):x17}";
        var created = Start.AddSeconds(random.Next(24 * 3600));
        var lasted = TimeSpan.FromSeconds(90 + Math.Pow(random.NextDouble(), 6) * 40_000);
        var job = new PageJob
        {
            JobId = $"{number:X8}-4C1D-4E2F-9A3B-{random.NextInt64(1L << 48):X12}",
            AccountId = account.Id,
            Region = region,
            ResourceType = type.Type,
            ResourceArn = $"arn:aws:{string.Format(CultureInfo.InvariantCulture, type.Arn, region, account.Id, id)}",
            ResourceName = random.Next(4) == 0 ? null : $"{account.Name}-{type.Name}-{random.Next(1, 40):00}",
            CreationDate = created,
            BackupSizeInBytes = (long)(type.Gigabytes * Math.Pow(random.NextDouble(), 3) * (1L << 30)),
        };

        if (random.NextDouble() < failureRate)
        {
            var cause = Pick(random, Causes, entry => entry.Weight);
            return job with
            {
                State = cause.State,
                MessageCategory = cause.Category,
                StatusMessage = string.Format(CultureInfo.InvariantCulture, cause.Message, region, account.Id, id, id[..4], random.Next(60, 480)),
                CompletionDate = created + lasted < Read ? created + lasted : created.AddSeconds(75),
                BackupSizeInBytes = null,
            };
        }

        if (created + lasted > Read)
            return job with { State = "RUNNING" };
        var issues = random.NextDouble() < 0.004;
        return job with
        {
            State = "COMPLETED",
            MessageCategory = issues ? "VSSWarning" : "SUCCESS",
            StatusMessage = issues ? $"Windows VSS backup of i-{id} was not taken: a crash-consistent backup was made." : null,
            HasIssues = issues,
            CompletionDate = created + lasted,
        };
    }

    private static List<TrendDay> Trend(Random random)
    {
        List<TrendDay> days = [];
        for (var i = 29; i > 0; i--)
        {
            if (i is 11 or 12 or 21)
                continue;
            long failed = i is 17 or 16 ? 96 + random.Next(30) : 14 + random.Next(16);
            days.Add(new(
                Start.AddDays(-i).UtcDateTime,
                new Dictionary<string, long>
                {
                    ["COMPLETED"] = 11_600 + random.Next(700) - (i is 5 ? 5_200 : 0),
                    ["FAILED"] = failed,
                    ["EXPIRED"] = random.Next(6),
                    ["RUNNING"] = 40 + random.Next(60),
                    ["COMPLETED_WITH_ISSUES"] = 50,
                    ["ENDED_LATER"] = 12,
                },
                CompletedWithIssues: 40 + random.Next(30),
                Complete: i != 5));
        }

        return days;
    }

    private static CoverageStatistics Coverage(Random random)
    {
        var coverage = new CoverageStatistics(Read, TimeSpan.FromHours(26));
        for (var i = 0; i < 3_210; i++)
        {
            var job = Job(random, i, 0);
            var status = random.Next(100) switch
            {
                < 2 => CoverageStatus.Unprotected,
                < 4 => CoverageStatus.Stale,
                < 7 => CoverageStatus.OptedOut,
                _ => CoverageStatus.Covered,
            };
            coverage.Add(new ResourceCoverage
            {
                AccountId = job.AccountId!,
                Region = job.Region!,
                ResourceType = job.ResourceType!,
                ResourceId = job.ResourceArn!,
                ResourceName = job.ResourceName,
                Status = status,
                ProtectedBy = status is CoverageStatus.Covered or CoverageStatus.Stale ? random.Next(3) == 0 ? "EbsBackup" : "AWS Backup" : null,
                Newest = status is CoverageStatus.Covered ? Read.AddHours(-random.Next(1, 25)) : status is CoverageStatus.Stale ? Read.AddHours(-random.Next(30, 900)) : null,
                Reason = status is CoverageStatus.OptedOut ? "tag backup = none" : null,
            });
        }

        coverage.Add(new ResourceCoverage
        {
            AccountId = "131313131313", Region = "us-east-1", ResourceType = "EBS", ResourceId = "all volumes",
            Status = CoverageStatus.Unknown, Reason = "AccessDenied",
        });
        return coverage;
    }

    private static T Pick<T>(Random random, T[] from, Func<T, int> weight)
    {
        var at = random.Next(from.Sum(weight));
        return from.First(entry => (at -= weight(entry)) < 0);
    }
}
