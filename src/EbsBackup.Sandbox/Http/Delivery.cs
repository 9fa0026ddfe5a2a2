namespace EbsBackup.Sandbox.Http;

/// <summary>What becomes of an answer on its way back.</summary>
public enum Delivery
{
    Sent,

    /// <summary>The connection is reset instead.</summary>
    Reset,

    /// <summary>Nothing comes: the caller waits until it gives up.</summary>
    Withheld,
}
