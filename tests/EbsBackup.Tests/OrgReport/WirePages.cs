using System.Text.Json;
using EbsBackup.OrgReport;
using EbsBackup.Sessions;

namespace EbsBackup.Tests.OrgReport;

/// <summary>Backup jobs as AWS's answers have them.</summary>
internal static class WirePages
{
    public static async Task<JobList> OfAsync(IEnumerable<OrgBackupJob> jobs, string? nextToken = null, string region = "us-east-1", bool endedLater = false, JobList.Memory? memory = null)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("BackupJobs");
            foreach (var job in jobs) JsonSerializer.Serialize(json, job, JobJson.Default.OrgBackupJob);
            json.WriteEndArray();
            json.WriteString("NextToken", nextToken);
            json.WriteEndObject();
        }

        body.Position = 0;
        return await JobList.ReadAsync(body, body.Length, JobForm.For(OrgJobKind.Backup), region, endedLater, memory ?? new(), CancellationToken.None);
    }

    /// <summary>A job on a page of its own.</summary>
    public static JobRow Row(OrgBackupJob job) => OfAsync([job], null, job.Region, job.EndedLater).GetAwaiter().GetResult().Jobs[0];
}
