namespace EbsBackup.Sandbox.Http;

/// <summary>Why a signature was refused, before a service gives it its own code.</summary>
public enum SignatureFault
{
    /// <summary>The request is not signed at all.</summary>
    Missing,

    /// <summary>The signature cannot be read.</summary>
    Malformed,

    /// <summary>Signed by another scheme, such as signature version 2.</summary>
    Unsupported,

    /// <summary>The access key id is no one's.</summary>
    UnknownAccessKey,

    /// <summary>The session token is not the one given out with the access key.</summary>
    WrongToken,

    /// <summary>The signature differs from ours: another secret, or another request than the one signed.</summary>
    Mismatch,

    /// <summary>Signed more than 15 minutes away from the server's clock.</summary>
    Skewed,

    /// <summary>A presigned URL that has had its time.</summary>
    Expired,

    /// <summary>The body is not the one whose hash was signed.</summary>
    PayloadMismatch,
}
