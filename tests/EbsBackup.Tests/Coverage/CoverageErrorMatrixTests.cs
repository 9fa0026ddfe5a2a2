using System.Collections.Concurrent;
using EbsBackup.Coverage;
using EbsBackup.OrgReport.Page;
using EbsBackup.Tests.Sessions.Errors;

namespace EbsBackup.Tests.Coverage;

/// <summary>Every error that AWS can give to every call that the coverage makes in a member's account: what it makes of it.</summary>
public sealed class CoverageErrorMatrixTests
{
    // The SDK's retry quota is an endpoint's.
    private static int _port = 20_000;

    /// <param name="tells">What the call alone tells of: it is unknown when it fails.</param>
    [Theory]
    [InlineData("DescribeVolumes", "ec2:DescribeVolumes", "ec2:DescribeVolumes")]
    [InlineData("DescribeInstances", "ec2:DescribeInstances", "ec2:DescribeInstances")]
    [InlineData("DescribeSnapshots", "ec2:DescribeSnapshots", "vol-0000000000000000a")]
    [InlineData("ListProtectedResources", "backup:ListProtectedResources", "vol-0000000000000000b")]
    [InlineData("ListRecoveryPointsByResource", "backup:ListRecoveryPointsByResource", CoverageFleet.Db + "-old")]
    [InlineData("DescribeRegions", "ec2:DescribeRegions", null)]
    [InlineData("AssumeRole", "sts:AssumeRole", null)]
    public async Task What_a_failed_call_would_have_told_is_unknown_and_said_once(string operation, string action, string? tells)
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(AwsFailure.All.Where(f => f.Fault is not null), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (failure, _) =>
        {
            try
            {
                await CheckAsync(operation, action, tells, failure);
            }
            catch (Exception e)
            {
                wrong.Add($"{failure.Name}: {e.GetType().Name} {e.Message.ReplaceLineEndings(" ")}");
            }
        });
        Assert.Empty(wrong.Order());
    }

    /// <summary>The vaults are a short cut: without it the recovery points are asked for one by one.</summary>
    [Theory]
    [InlineData("ListBackupVaults")]
    [InlineData("ListRecoveryPointsByBackupVault")]
    public async Task What_the_vaults_do_not_tell_is_asked_for_and_no_failure(string operation)
    {
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(AwsFailure.All.Where(f => f.Fault is not null), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (failure, _) =>
        {
            using var fleet = new CoverageFleet(CoverageFleet.EverythingAndAnOldOne, port: Interlocked.Increment(ref _port));
            var failed = 0;
            fleet.Sandbox.Faults.Hook = call => call.Operation == operation && Interlocked.Increment(ref failed) > 0 ? failure.Fault : null;
            var (resources, errors) = await fleet.ReadAsync(CoverageFleet.Options);
            var status = resources.Single(r => r.AccountId == CoverageFleet.Member && r.ResourceId == "vol-0000000000000000b").Status;
            if (failed == 0 || errors.Count > 0 || status != CoverageStatus.Covered) wrong.Add($"{failure.Name}: {failed} failed, {errors.Count} errors, {status}");
        });
        Assert.Empty(wrong.Order());
    }

    private static async Task CheckAsync(string operation, string action, string? tells, AwsFailure failure)
    {
        var response = failure.Error(action).Response;

        // EC2 says that a snapshot is unknown only when it is asked for by id.
        if (response == FailureResponse.Answer) return;
        using var fleet = new CoverageFleet(CoverageFleet.EverythingAndAnOldOne, port: Interlocked.Increment(ref _port));
        var left = response == FailureResponse.Retry ? 1 : int.MaxValue;
        fleet.Sandbox.Faults.Hook = call => call.Operation == operation && (operation == "AssumeRole" || call.AccountId == CoverageFleet.Member)
            && (operation != "AssumeRole" || fleet.Sandbox.Calls.CountOf("AssumeRole") > 0) && left-- > 0 ? failure.Fault : null;
        var options = CoverageFleet.Options with { AllRegions = operation == "DescribeRegions" };

        var (resources, errors) = await fleet.ReadAsync(options);

        var there = resources.Where(r => r.AccountId == CoverageFleet.Member).ToList();
        if (response == FailureResponse.Retry)
        {
            Assert.Empty(errors);
            Assert.Equal(CoverageStatus.Covered, there.Single(r => r.ResourceId == "vol-0000000000000000a").Status);
            return;
        }

        var own = errors.Where(e => e.Id != "NotAttempted" && e.TargetId.Contains(CoverageFleet.Member, StringComparison.Ordinal)).ToList();
        if (operation != "AssumeRole") Assert.Equal(failure.Error(action).Id, Assert.Single(own).Id);
        if (tells is null) Assert.All(there, r => Assert.Equal((CoverageStatus.Unknown, "All"), (r.Status, r.ResourceType)));
        else Assert.Equal(CoverageStatus.Unknown, there.Single(r => r.ResourceId == tells).Status);
        Assert.Contains(resources, r => r.AccountId == CoverageFleet.Suspended);
    }
}
