using Amazon.Runtime.Internal;
using EbsBackup.Sessions.Pacing;

namespace EbsBackup.Sessions;

/// <summary>What this library adds to the way of a request through the SDK's clients. Each part leaves alone what is not ours.</summary>
internal sealed class ClientPipeline : IRuntimePipelineCustomizer
{
    private ClientPipeline()
    {
    }

    public string UniqueName => typeof(ClientPipeline).FullName!;

    /// <summary>For the clients that are made from now on; once is enough.</summary>
    public static void Extend() => RuntimePipelineCustomizerRegistry.Instance.Register(new ClientPipeline());

    public void Customize(Type type, RuntimePipeline pipeline)
    {
        pipeline.AddHandlerAfter<RetryHandler>(new PacingHandler());
        pipeline.AddHandlerAfter<Unmarshaller>(new BodyTap());
    }
}
