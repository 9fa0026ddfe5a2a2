namespace EbsBackup.Sandbox.State;

/// <summary>One AWS account with its own state per Region.</summary>
public sealed class Account(string id)
{
    private readonly SortedDictionary<string, AccountRegion> _regions = new(StringComparer.Ordinal);

    public string Id { get; } = id;

    public string Name { get; set; } = "account-" + id;

    public string Email { get; set; } = $"aws+{id}@example.com";

    /// <summary>Whether this is the management account of the sandbox's Organization.</summary>
    public bool IsManagement { get; set; }

    /// <summary>As AWS Organizations has it: <c>ACTIVE</c>, <c>SUSPENDED</c>, <c>PENDING_CLOSURE</c> …</summary>
    public string Status { get; set; } = "ACTIVE";

    public DateTimeOffset Joined { get; set; }

    public Dictionary<string, Role> Roles { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The Regions in use, in order of their names.</summary>
    public IEnumerable<AccountRegion> Regions => _regions.Values;

    public AccountRegion Region(string name)
    {
        if (!_regions.TryGetValue(name, out var region)) _regions[name] = region = new(Id, name);
        return region;
    }
}
