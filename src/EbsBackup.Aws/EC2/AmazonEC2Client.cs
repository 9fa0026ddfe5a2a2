using Amazon.Runtime.Internal;

namespace Amazon.EC2;

public partial class AmazonEC2Client
{
    partial void Customize(RuntimePipeline pipeline)
    {
        pipeline.AddHandlerBefore<Marshaller>(new Internal.CopySnapshotPresigner(ExplicitAWSCredentials));
        pipeline.AddHandlerBefore<Marshaller>(new Internal.EmptyTagValues());
        foreach (var handler in pipeline.Handlers.OfType<RetryHandler>())
        {
            // The SDK knows RequestLimitExceeded and Throttling by itself; this one is EC2's own.
            handler.RetryPolicy.ThrottlingErrorCodes.Add("EC2ThrottledException");
        }
    }
}
