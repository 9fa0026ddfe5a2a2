using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util;

namespace EbsBackup.Aws.Protocols;

/// <summary>Asks the service's endpoint rules where a request goes: Region, partition, FIPS, dual stack or an override.</summary>
internal sealed class ModelEndpointResolver<TParameters> : BaseEndpointResolver
    where TParameters : EndpointParameters, new()
{
    public static Endpoint Resolve(ClientConfig config, ServiceOperationEndpointParameters parameters)
    {
        var context = new RequestContext(false)
        {
            ClientConfig = config,
            OriginalRequest = parameters.Request,
            Request = new DefaultRequest(parameters.Request, config.ServiceId) { AlternateEndpoint = parameters.AlternateEndpoint },
        };
        return new ModelEndpointResolver<TParameters>().GetEndpoint(new Amazon.Runtime.Internal.ExecutionContext(context, null));
    }

    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters)
    {
        // Over plain HTTP (a sandbox on loopback) the signer insists on signing the payload.
        var request = executionContext.RequestContext.Request;
        if (request.Endpoint?.Scheme == Uri.UriSchemeHttp)
            request.DisablePayloadSigning = null;
        InjectHostPrefix(executionContext.RequestContext);
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var config = requestContext.ClientConfig;
        return new TParameters
        {
            ["Region"] = requestContext.Request.AlternateEndpoint?.SystemName ?? Region(config),
            ["UseDualStack"] = config.UseDualstackEndpoint,
            ["UseFIPS"] = config.UseFIPSEndpoint,
            ["Endpoint"] = config.ServiceURL,
        };
    }

    private static string? Region(IClientConfig config)
    {
        if (config.RegionEndpoint is not null)
            return config.RegionEndpoint.SystemName;
        if (!string.IsNullOrEmpty(config.AuthenticationRegion))
            return config.AuthenticationRegion;

        return string.IsNullOrEmpty(config.ServiceURL)
            ? null
            : RegionEndpoint.GetBySystemName(AWSSDKUtils.DetermineRegion(config.ServiceURL)).SystemName;
    }
}
