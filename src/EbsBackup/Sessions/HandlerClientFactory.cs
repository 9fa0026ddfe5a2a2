#if !NETFRAMEWORK
using Amazon.Runtime;

namespace EbsBackup.Sessions;

/// <summary>Sends the SDK's requests through a given handler, which the caller owns.</summary>
internal sealed class HandlerClientFactory(HttpMessageHandler handler) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;
}
#endif
