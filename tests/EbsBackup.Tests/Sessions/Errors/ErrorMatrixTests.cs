using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using EbsBackup.Tests.Aws;

namespace EbsBackup.Tests.Sessions.Errors;

public sealed class ErrorMatrixTests
{
    private const string Mark = "with EBSBACKUP_WRITE_DOCS=1. -->\n\n";

    [Fact]
    public void Page_of_errors_says_what_the_library_does()
    {
        var path = RepositoryFolder.Of("docs", "errors.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var words = page[..(page.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)];
        if (Environment.GetEnvironmentVariable("EBSBACKUP_WRITE_DOCS") == "1") File.WriteAllText(path, words + ErrorPage.Tables());
        else Assert.Equal(words + ErrorPage.Tables(), page);
    }

    [Fact]
    public void Every_call_that_the_library_makes_is_in_the_table_or_told_of_above_it()
    {
        var page = File.ReadAllText(RepositoryFolder.Of("docs", "errors.md"));
        var told = page[..page.IndexOf(Mark.TrimEnd('\n'), StringComparison.Ordinal)];
        var calls = CallsOf(typeof(EbsBackupError).Assembly).ToList();
        Assert.Contains("CreateSnapshot", calls);
        Assert.DoesNotContain(calls.Except(ErrorPage.Calls), call => !told.Contains($"`{call}`", StringComparison.Ordinal));
        Assert.Empty(ErrorPage.Calls.Except(calls));
    }

    [Fact]
    public void Matrix_holds_at_least_25_errors_each_once()
    {
        Assert.True(AwsFailure.All.Count >= 25);
        Assert.Equal(AwsFailure.All.Count, AwsFailure.All.Distinct().Count());
    }

    [Fact]
    public void Only_a_create_call_with_an_open_end_is_looked_for()
    {
        foreach (var failure in AwsFailure.All)
        {
            var open = failure.Name is "InternalError" or "ServiceUnavailable" or "RequestTimeout" or "(connection reset)" or "(no answer in time)" or "(unreadable answer)";
            Assert.Equal(open, failure.Error("ec2:CreateSnapshot").Response == FailureResponse.LookFirst);
            Assert.Equal(open, failure.Error("ec2:CreateSnapshots").Response == FailureResponse.LookFirst);
            Assert.NotEqual(FailureResponse.LookFirst, failure.Error("ec2:DeleteSnapshot").Response);
        }
    }

    /// <summary>The operations of the AWS clients that the assembly refers to.</summary>
    private static IEnumerable<string> CallsOf(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var calls = from handle in metadata.MemberReferences
                    let member = metadata.GetMemberReference(handle)
                    where member.Parent.Kind == HandleKind.TypeReference
                    let type = metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name)
                    let name = metadata.GetString(member.Name)
                    where type.StartsWith("IAmazon", StringComparison.Ordinal) && name.EndsWith("Async", StringComparison.Ordinal)
                    select name[..^"Async".Length];
        return [.. calls.Distinct()];
    }
}
