namespace EbsBackup.Sessions;

/// <summary>One account in one Region, with the session to work there.</summary>
public sealed record FleetPlace(AccountId AccountId, RegionName Region, AwsSession Session)
{
    public override string ToString() => $"{AccountId} {Region}";

    /// <summary>An error that says where.</summary>
    internal EbsBackupError At(EbsBackupError error) => error with { Message = $"{this}: {error.Message}" };
}
