using System.Text;

namespace EbsBackup.Tests.Sessions.Errors;

/// <summary>The tables of docs/errors.md, out of the library's own classification and words.</summary>
internal static class ErrorPage
{
    // Every call whose failure is decided on by itself, under the IAM action that it needs.
    private static readonly (string Operation, string Action)[] Operations =
    [
        ("DescribeVolumes", "ec2:DescribeVolumes"), ("DescribeInstances", "ec2:DescribeInstances"), ("DescribeSnapshots", "ec2:DescribeSnapshots"),
        ("CreateSnapshot", "ec2:CreateSnapshot"), ("CreateSnapshots", "ec2:CreateSnapshots"), ("CreateTags", "ec2:CreateTags"), ("DeleteSnapshot", "ec2:DeleteSnapshot"),
        ("GetObject", "s3:GetObject"), ("PutObject", "s3:PutObject"), ("DeleteObjects", "s3:DeleteObject"), ("ListObjectsV2", "s3:ListBucket"),
        ("AssumeRole", "sts:AssumeRole"), ("GetCallerIdentity", "sts:GetCallerIdentity"),
        ("DescribeRegions", "ec2:DescribeRegions"), ("ListProtectedResources", "backup:ListProtectedResources"), ("ListRecoveryPointsByResource", "backup:ListRecoveryPointsByResource"),
        ("ListBackupJobs", "backup:ListBackupJobs"), ("ListCopyJobs", "backup:ListCopyJobs"), ("ListRestoreJobs", "backup:ListRestoreJobs"),
        ("ListBackupJobSummaries", "backup:ListBackupJobSummaries"), ("ListCopyJobSummaries", "backup:ListCopyJobSummaries"), ("ListRestoreJobSummaries", "backup:ListRestoreJobSummaries"),
        ("ListAccounts", "organizations:ListAccounts"),
    ];

    public static IEnumerable<string> Calls => Operations.Select(o => o.Operation);

    public static string ActionOf(string operation) => Operations.Single(o => o.Operation == operation).Action;

    public static string Tables()
    {
        var page = new StringBuilder();

        // Calls that differ in no answer share a column.
        var columns = Operations.GroupBy(o => string.Join(" ", AwsFailure.All.Select(f => f.Error(o.Action).Response))).ToArray();
        Row(page, ["error", .. columns.Select(c => string.Join(", ", c.Select(o => o.Operation)))]);
        Row(page, ["---", .. columns.Select(_ => "---")]);
        foreach (var failure in AwsFailure.All) Row(page, [Name(failure), .. columns.Select(c => Word(failure.Error(c.First().Action).Response))]);

        page.Append("\n## What you see\n\nThe error's id is the last part of PowerShell's `FullyQualifiedErrorId`, and does not change. `ACTION` stands for the IAM action, `TARGET` for the volume, snapshot, bucket or role, `CODE` and `MESSAGE` for AWS's own.\n\n");
        Row(page, ["errors", "id", "category", "message", "recommended action"]);
        Row(page, ["---", "---", "---", "---", "---"]);
        foreach (var seen in AwsFailure.All.GroupBy(f => f.Error("ACTION").Id))
        {
            var error = seen.First().Error("ACTION");
            Row(page, [string.Join(", ", seen.Select(Name)), $"`{error.Id}`", error.Category.ToString(), error.Message.Replace(seen.First().Name, "CODE", StringComparison.Ordinal), error.RecommendedAction]);
        }

        return page.ToString();
    }

    private static string Name(AwsFailure failure) => failure.IsCode ? $"`{failure.Name}`" : failure.Name.Trim('(', ')');

    private static string Word(FailureResponse response) => response switch
    {
        FailureResponse.Answer => "answer",
        FailureResponse.Retry => "retry",
        FailureResponse.LookFirst => "look first",
        FailureResponse.Skip => "skip",
        FailureResponse.SkipThenStopAccount => "skip, then account",
        FailureResponse.StopAccount => "**account**",
        FailureResponse.StopRun => "**run**",
        _ => throw new ArgumentOutOfRangeException(nameof(response)),
    };

    private static void Row(StringBuilder page, IEnumerable<string> cells) => page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
