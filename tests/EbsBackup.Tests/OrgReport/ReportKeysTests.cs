using System.Globalization;
using EbsBackup.OrgReport;

namespace EbsBackup.Tests.OrgReport;

public sealed class ReportKeysTests
{
    [Theory]
    [InlineData("BackupReport-FAILED-31-Jan-2026.csv", true)]
    [InlineData("BackupReport-OTHER-31-Jan-2026.csv", true)]
    [InlineData("CopyReport-FAILED-31-Jan-2026.csv", true)]
    [InlineData("RestoreJobs-31-Jan-2026.jsonl", true)]
    [InlineData("BackupReport-FAILED-30-Jan-2026.csv", false)]
    [InlineData("BackupReport-PAYROLL-31-Jan-2026.csv", false)]
    [InlineData("../31/BackupReport-FAILED-31-Jan-2026.csv", false)]
    [InlineData("report.html", false)]
    [InlineData("notes.txt", false)]
    public void Only_a_report_s_own_files_of_jobs_may_be_removed_for_another(string name, bool own) =>
        Assert.Equal(own, new ReportKeys("BackupReports", new DateTime(2026, 1, 31)).IsOwn("BackupReports/2026/01/31/" + name));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("th-TH")]
    [InlineData("fa-IR")]
    public void Keys_are_the_same_under_any_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var keys = new ReportKeys("BackupReports", new DateTime(2028, 5, 9));

            Assert.Equal("BackupReports/2028/05/09/BackupReport-FAILED-09-May-2028.csv", keys.Csv(OrgJobKind.Backup, "FAILED"));
            Assert.Equal("BackupReports/2028/05/09/manifest.json", keys.Manifest);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
