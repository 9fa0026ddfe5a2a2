using System.Globalization;
using Amazon.EC2.Model;
using Amazon.EC2.Model.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;

namespace Amazon.EC2.Internal;

/// <summary>
/// Gives CopySnapshot the pre-signed URL that EC2 wants of an encrypted copy: the same request,
/// signed for the source Region.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html"/>
internal sealed class CopySnapshotPresigner(AWSCredentials? credentials) : PipelineHandler
{
    public override void InvokeSync(IExecutionContext executionContext)
    {
        if (executionContext.RequestContext.OriginalRequest is CopySnapshotRequest request)
            Presign(request, executionContext.RequestContext.ClientConfig, Credentials(executionContext).GetCredentials());
        base.InvokeSync(executionContext);
    }

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        if (executionContext.RequestContext.OriginalRequest is CopySnapshotRequest request)
        {
            var keys = await Credentials(executionContext).GetCredentialsAsync().ConfigureAwait(false);
            Presign(request, executionContext.RequestContext.ClientConfig, keys);
        }

        return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
    }

    private AWSCredentials Credentials(IExecutionContext context) =>
        credentials
        ?? context.RequestContext.ClientConfig.DefaultAWSCredentials
        ?? DefaultIdentityResolverConfiguration.ResolveDefaultIdentity<AWSCredentials>();

    private static void Presign(CopySnapshotRequest request, IClientConfig config, ImmutableCredentials keys)
    {
        if (string.IsNullOrEmpty(request.SourceRegion))
            throw new AmazonEC2Exception("CopySnapshotRequest needs SourceRegion: the copy is signed for it.");

        if (string.IsNullOrEmpty(request.DestinationRegion))
            request.DestinationRegion = AWS4Signer.DetermineSigningRegion(config, "ec2", alternateEndpoint: null, request: null);

        request.PresignedUrl = null; // A request that is sent again must not sign the URL of its first time.
        var source = new DefaultRequest(request, "Amazon.EC2") { HttpMethod = "GET", UseQueryString = true };
        Requests.Write(request, source);
        source.Parameters["X-Amz-Expires"] = AWS4PreSignedUrlSigner.MaxAWS4PreSignedUrlExpiry.ToString(CultureInfo.InvariantCulture);
        if (keys.UseToken)
            source.Parameters["X-Amz-Security-Token"] = keys.Token;
        source.Endpoint = new Uri(config.DetermineServiceOperationEndpoint(
            new ServiceOperationEndpointParameters(request, RegionEndpoint.GetBySystemName(request.SourceRegion))).URL);
        var signature = AWS4PreSignedUrlSigner.SignRequest(
            source, config, new RequestMetrics(), keys.AccessKey, keys.SecretKey, "ec2", request.SourceRegion);
        request.PresignedUrl = AmazonServiceClient.ComposeUrl(source).AbsoluteUri + "&" + signature.ForQueryParameters;
    }
}
