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
    public void Matrix_holds_every_call_and_at_least_25_errors()
    {
        Assert.Equal(19, ErrorPage.OperationCount);
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
}
