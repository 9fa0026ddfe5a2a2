namespace EbsBackup.Sessions;

/// <summary>One account in one Region, with the session to work there.</summary>
public sealed record FleetPlace(AccountId AccountId, RegionName Region, AwsSession Session)
{
    public override string ToString() => $"{AccountId} {Region}";
}
