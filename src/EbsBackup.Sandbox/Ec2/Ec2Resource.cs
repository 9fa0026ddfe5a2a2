namespace EbsBackup.Sandbox.Ec2;

/// <summary>What every EC2 resource has.</summary>
internal abstract class Ec2Resource(string id)
{
    public string Id { get; } = id;

    public TagSet Tags { get; } = new();

    /// <summary>Describe calls do not see it before.</summary>
    public DateTimeOffset VisibleAt { get; set; }

    /// <summary>As in a tag specification: <c>snapshot</c>, <c>volume</c> …</summary>
    public abstract string ResourceType { get; }
}
