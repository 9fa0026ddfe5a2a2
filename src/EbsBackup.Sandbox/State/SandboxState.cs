using EbsBackup.Sandbox.Backup;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.State;

/// <summary>Everything that a sandbox holds, by account.</summary>
public sealed class SandboxState
{
    private readonly SortedDictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BackupRegion> _organization = new(StringComparer.Ordinal);
    private readonly HashSet<string> _strings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccessKey> _keys = new(StringComparer.Ordinal);

    internal SandboxState(string defaultAccountId, ulong seed)
    {
        DefaultAccountId = defaultAccountId;
        Ids = new(seed);
    }

    /// <summary>The account of every access key that the sandbox does not know.</summary>
    public string DefaultAccountId { get; internal set; }

    public IdSource Ids { get; }

    /// <summary>In order of their ids.</summary>
    public IEnumerable<Account> Accounts => _accounts.Values;

    public IEnumerable<AccessKey> AccessKeys => _keys.Values;

    /// <summary>Null when the sandbox's Organization has no management account.</summary>
    public Account? Management => _accounts.Values.FirstOrDefault(a => a.IsManagement);

    /// <summary>The account, made on first use: unknown ids are not refused, as no one would find out why.</summary>
    public Account Account(string id)
    {
        if (!_accounts.TryGetValue(id, out var account)) _accounts[id] = account = new(id);
        return account;
    }

    public bool HasAccount(string id) => _accounts.ContainsKey(id);

    public void AddKey(AccessKey key) => _keys[key.AccessKeyId] = key;

    /// <summary>Null for a key that the sandbox did not give out.</summary>
    public AccessKey? FindKey(string accessKeyId) => _keys.GetValueOrDefault(accessKeyId);

    /// <summary>One string for all equal ones: a million jobs name few vaults and resources.</summary>
    internal string Intern(string text) => _strings.TryGetValue(text, out var known) ? known : Remember(text);

    /// <summary>AWS Backup's jobs of all accounts in a Region, in one order.</summary>
    internal BackupRegion Organization(string region)
    {
        if (!_organization.TryGetValue(region, out var all)) _organization[region] = all = new();
        return all;
    }

    internal void Add(AccountRegion region, BackupJob job)
    {
        region.Backup.Jobs.Add(job);
        Organization(region.Name).Jobs.Add(job);
    }

    internal void AddCopy(AccountRegion region, OtherJob job)
    {
        region.Backup.CopyJobs.Add(job);
        Organization(region.Name).CopyJobs.Add(job);
    }

    internal void AddRestore(AccountRegion region, OtherJob job)
    {
        region.Backup.RestoreJobs.Add(job);
        Organization(region.Name).RestoreJobs.Add(job);
    }

    internal CallerIdentity Caller(string accessKeyId) => FindKey(accessKeyId) is { } key
        ? new(key.AccountId, key.Arn, key.UserId, accessKeyId)
        : new(DefaultAccountId, $"arn:aws:iam::{DefaultAccountId}:user/sandbox", "AIDASANDBOX", accessKeyId);

    private string Remember(string text)
    {
        _strings.Add(text);
        return text;
    }
}
