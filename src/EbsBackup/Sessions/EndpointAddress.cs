namespace EbsBackup.Sessions;

/// <summary>An endpoint override: credentials' signatures and backup data travel to it, so it is HTTPS or stays on this machine.</summary>
internal static class EndpointAddress
{
    public static Uri Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0
            ? uri
            : throw EbsBackupError.InvalidEndpoint(text).ToException();
}
