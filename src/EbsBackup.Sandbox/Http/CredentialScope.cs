namespace EbsBackup.Sandbox.Http;

/// <summary>What a SigV4 signature says of a request, from its Authorization header or its presigned query.</summary>
/// <param name="Region">The Region signed for; empty for a request that no one signed.</param>
/// <param name="Service">The signing name, such as <c>ec2</c>.</param>
public readonly record struct CredentialScope(string AccessKeyId, string Region, string Service, string? SessionToken)
{
    /// <summary>Null when the request is not signed.</summary>
    public static CredentialScope? Of(SandboxRequest request)
    {
        const string Mark = "Credential=";
        if (request.Header("Authorization") is { } authorization)
        {
            var at = authorization.IndexOf(Mark, StringComparison.Ordinal);
            if (at < 0) return null;
            var end = authorization.IndexOfAny([',', ' '], at);
            var text = authorization[(at + Mark.Length)..(end < 0 ? authorization.Length : end)];
            return Parse(text, request.Header("X-Amz-Security-Token"));
        }

        string? credential = null, token = null;
        foreach (var part in request.RawQuery.Split('&'))
        {
            if (part.StartsWith("X-Amz-Credential=", StringComparison.OrdinalIgnoreCase)) credential = Uri.UnescapeDataString(part[17..]);
            if (part.StartsWith("X-Amz-Security-Token=", StringComparison.OrdinalIgnoreCase)) token = Uri.UnescapeDataString(part[21..]);
        }

        return credential is null ? null : Parse(credential, token);
    }

    // An access key id may hold slashes; the scope's last four parts may not.
    private static CredentialScope? Parse(string credential, string? token)
    {
        var parts = credential.Split('/');
        return parts.Length < 5 ? null : new(string.Join('/', parts[..^4]), parts[^3], parts[^2], token);
    }
}
