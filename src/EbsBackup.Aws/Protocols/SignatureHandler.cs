using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace EbsBackup.Aws.Protocols;

/// <summary>Signature version 4 for every request but the named ones, which are anonymous.</summary>
internal sealed class SignatureHandler(params string[] anonymousRequests) : BaseAuthResolverHandler
{
    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
        anonymousRequests.Contains(executionContext.RequestContext.Request.RequestName)
            ? AuthSchemeOption.DEFAULT_NOAUTH
            : AuthSchemeOption.DEFAULT_SIGV4;
}
