using System.Globalization;
using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Backup;

/// <summary>Vaults, the recovery points in them, and the resources that have any. Completed jobs make recovery points.</summary>
internal static class Vaults
{
    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations =>
    [
        ("CreateBackupVault", CreateBackupVault), ("ListBackupVaults", ListBackupVaults), ("ListRecoveryPointsByBackupVault", ByVault),
        ("ListRecoveryPointsByResource", ByResource), ("ListProtectedResources", ListProtectedResources),
    ];

    public static string ArnOf(string region, string accountId, string vault) => $"arn:aws:backup:{region}:{accountId}:backup-vault:{vault}";

    /// <summary>One page of a short list: the token is how many the caller has.</summary>
    public static Structure Page(OperationCall call, string name, IEnumerable<Structure> items)
    {
        var skip = 0;
        if (call.Input.Text("NextToken") is { Length: > 0 } token && !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out skip))
            throw new AwsErrorException("InvalidParameterValueException", "The NextToken is not valid.");
        var size = call.Input.Integer("MaxResults") ?? 1000;
        var page = items.Skip(skip).Take(size + 1).Cast<object>().ToList();
        var more = page.Count > size;
        if (more) page.RemoveAt(size);
        return new() { { name, page }, { "NextToken", more ? (skip + size).ToString(CultureInfo.InvariantCulture) : null } };
    }

    private static Structure CreateBackupVault(OperationCall call)
    {
        var name = call.Input.Required("BackupVaultName");
        if (!call.Region.Backup.Vaults.TryAdd(name, call.Now))
            throw new AwsErrorException("AlreadyExistsException", $"Backup vault with name {name} already exists");
        return new() { { "BackupVaultName", name }, { "BackupVaultArn", ArnOf(call.RegionName, call.Caller.AccountId, name) }, { "CreationDate", call.Now } };
    }

    private static Structure ListBackupVaults(OperationCall call) => Page(call, "BackupVaultList", call.Region.Backup.Vaults.Select(v => new Structure
    {
        { "BackupVaultName", v.Key },
        { "BackupVaultArn", ArnOf(call.RegionName, call.Caller.AccountId, v.Key) },
        { "VaultType", "BACKUP_VAULT" },
        { "CreationDate", v.Value },
        { "NumberOfRecoveryPoints", Points(call).Count(p => p.Text("BackupVaultName") == v.Key) },
        { "Locked", false },
    }));

    private static Structure ByVault(OperationCall call)
    {
        var vault = call.Input.Required("BackupVaultName");
        if (!call.Region.Backup.Vaults.ContainsKey(vault)) throw new AwsErrorException("ResourceNotFoundException", $"Backup vault {vault} does not exist.");
        var (arn, type) = (call.Input.Text("ByResourceArn"), call.Input.Text("ByResourceType"));
        var (after, before) = (call.Input.Time("ByCreatedAfter"), call.Input.Time("ByCreatedBefore"));
        return Page(call, "RecoveryPoints", Points(call).Where(p => p.Text("BackupVaultName") == vault
            && (arn is null || p.Text("ResourceArn") == arn) && (type is null || p.Text("ResourceType") == type)
            && (after is null || p.Time("CreationDate") > after) && (before is null || p.Time("CreationDate") < before)));
    }

    private static Structure ByResource(OperationCall call)
    {
        var arn = call.Input.Required("ResourceArn");
        return Page(call, "RecoveryPoints", Points(call).Where(p => p.Text("ResourceArn") == arn).Select(p => new Structure
        {
            { "RecoveryPointArn", p.Text("RecoveryPointArn") },
            { "CreationDate", p.Time("CreationDate") },
            { "Status", p.Text("Status") },
            { "BackupSizeBytes", p.Long("BackupSizeInBytes") },
            { "BackupVaultName", p.Text("BackupVaultName") },
            { "ResourceName", p.Text("ResourceName") },
        }));
    }

    private static Structure ListProtectedResources(OperationCall call) => Page(
        call,
        "Results",
        from point in Points(call)
        group point by point.Text("ResourceArn") into resource
        orderby resource.Key
        let last = resource.MaxBy(p => p.Time("CreationDate"))
        select new Structure
        {
            { "ResourceArn", resource.Key },
            { "ResourceType", last.Text("ResourceType") },
            { "LastBackupTime", last.Time("CreationDate") },
            { "ResourceName", last.Text("ResourceName") },
            { "LastBackupVaultArn", last.Text("BackupVaultArn") },
            { "LastRecoveryPointArn", last.Text("RecoveryPointArn") },
        });

    private static IEnumerable<Structure> Points(OperationCall call) => call.Region.Backup.RecoveryPoints.Concat(
        from job in call.Region.Backup.Jobs.Jobs
        where job.State(call.Now) == "COMPLETED" && job.RecoveryPointArn is not null
        select new Structure
        {
            { "RecoveryPointArn", job.RecoveryPointArn },
            { "BackupVaultName", job.BackupVaultName },
            { "BackupVaultArn", job.BackupVaultArn },
            { "ResourceArn", job.ResourceArn },
            { "ResourceType", job.ResourceType },
            { "ResourceName", job.ResourceName },
            { "IamRoleArn", job.IamRoleArn },
            { "Status", "COMPLETED" },
            { "CreationDate", job.CreationDate },
            { "CompletionDate", job.CompletionDate(call.Now) },
            { "BackupSizeInBytes", job.BackupSizeInBytes },
        });
}
