using EbsBackup.OrgReport.Page;

namespace EbsBackup.Tests.OrgReport.Page;

public sealed class CauseTextTests
{
    [Theory]
    [InlineData("The volume vol-0123456789abcdef0 does not exist.", "The volume … does not exist.")]
    [InlineData("Snapshot snap-1 of arn:aws:ec2:us-east-1:333333333333:volume/vol-9: not found", "Snapshot … of …: not found")]
    [InlineData("Quota of EBS in us-east-1 reached: 100000 snapshots (S3 403)", "Quota of EBS in … reached: … snapshots (S3 …)")]
    [InlineData("a\r\n  b\u00A0c", "a b c")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("   ", "")]
    public void Ids_numbers_and_spacing_are_no_part_of_a_cause(string? message, string cause) => Assert.Equal(cause, CauseText.Of(message));

    [Fact]
    public void Messages_that_differ_in_their_ids_are_one_cause() => Assert.Equal(
        CauseText.Of("Job 4F1C-9A3B on i-0a1b2c3d4e5f67890 at 2026-01-31T10:11:12Z failed: AccessDenied."),
        CauseText.Of("Job 77AA-0001 on i-1 at 2026-01-30T01:01:01Z failed: AccessDenied."));

    [Fact]
    public void Messages_that_differ_in_words_are_two_causes() => Assert.NotEqual(
        CauseText.Of("Access to key k-1 denied"), CauseText.Of("Access to bucket k-1 denied"));

    [Fact]
    public void A_long_message_has_a_short_cause()
    {
        Assert.InRange(CauseText.Of(new string('x', 32 * 1024)).Length, 1, 601);
        Assert.InRange(CauseText.Of(string.Concat(Enumerable.Repeat("x ", 16 * 1024))).Length, 1, 601);
    }
}
