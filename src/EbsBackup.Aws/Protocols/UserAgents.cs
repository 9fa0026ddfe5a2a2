using Amazon.Util.Internal;

namespace EbsBackup.Aws.Protocols;

internal static class UserAgents
{
    private static readonly string Version = typeof(UserAgents).Assembly.GetName().Version?.ToString(3) ?? "0";

    public static string Of(string serviceId) => InternalSDKUtils.BuildUserAgentString(serviceId, Version);
}
