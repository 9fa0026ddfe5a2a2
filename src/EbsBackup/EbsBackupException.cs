namespace EbsBackup;

/// <summary>Stops an operation; what went wrong, and what to do, is in <see cref="Error"/>.</summary>
public sealed class EbsBackupException(EbsBackupError error, Exception? innerException = null) : Exception(error.Message, innerException)
{
    public EbsBackupError Error { get; } = error;
}
