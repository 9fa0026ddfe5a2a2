using System.Globalization;
using EbsBackup.OrgReport;

namespace EbsBackup.Tests.OrgReport;

public sealed class ReportKeysTests
{
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
