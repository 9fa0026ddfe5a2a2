using EbsBackup.Sandbox.Alerts;
using EbsBackup.Sandbox.Backup;
using EbsBackup.Sandbox.Ec2;

namespace EbsBackup.Sandbox.State;

/// <summary>What one account has in one Region.</summary>
public sealed class AccountRegion(string accountId, string name)
{
    public string AccountId { get; } = accountId;

    public string Name { get; } = name;

    internal Ec2Region Ec2 { get; } = new();

    internal BackupRegion Backup { get; } = new();

    internal AlertsRegion Alerts { get; } = new();
}
