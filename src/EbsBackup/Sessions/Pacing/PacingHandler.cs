using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace EbsBackup.Sessions.Pacing;

/// <summary>
/// Holds every attempt of our clients, retries included, until its bucket lets it go, and learns from the answer:
/// throttles slow the bucket, the Date header tells AWS's clock. Clients of others in this process are left alone.
/// </summary>
internal sealed class PacingHandler : PipelineHandler
{
    private static readonly ConditionalWeakTable<IClientConfig, Observers> Ours = new();

    static PacingHandler() => RuntimePipelineCustomizerRegistry.Instance.Register(new Customizer());

    public static void Pace(ClientConfig config, RequestPacer pacer, ClockSkewMeter skew) => Ours.Add(config, new Observers(pacer, skew));

    public override void InvokeSync(IExecutionContext executionContext)
    {
        if (!Ours.TryGetValue(executionContext.RequestContext.ClientConfig, out var observers))
        {
            base.InvokeSync(executionContext);
            return;
        }

        var bucket = BucketOf(observers, executionContext.RequestContext);
        bucket?.WaitAsync(executionContext.RequestContext.CancellationToken).GetAwaiter().GetResult();
        try
        {
            base.InvokeSync(executionContext);
            bucket?.Succeeded();
        }
        catch (AmazonServiceException e) when (Learn(bucket, e))
        {
            throw;
        }
        finally
        {
            ReadClock(observers, executionContext);
        }
    }

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        if (!Ours.TryGetValue(executionContext.RequestContext.ClientConfig, out var observers))
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }

        var bucket = BucketOf(observers, executionContext.RequestContext);
        if (bucket is not null) await bucket.WaitAsync(executionContext.RequestContext.CancellationToken).ConfigureAwait(false);
        try
        {
            var response = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            bucket?.Succeeded();
            return response;
        }
        catch (AmazonServiceException e) when (Learn(bucket, e))
        {
            throw;
        }
        finally
        {
            ReadClock(observers, executionContext);
        }
    }

    private static TokenBucket? BucketOf(Observers observers, IRequestContext context) =>
        observers.Pacer.BucketOf(context.ServiceMetaData.ServiceId, OperationOf(context.RequestName));

    private static string OperationOf(string requestName) => requestName.EndsWith("Request", StringComparison.Ordinal)
        ? requestName.Substring(0, requestName.Length - "Request".Length)
        : requestName;

    private static bool Learn(TokenBucket? bucket, AmazonServiceException e)
    {
        if (AwsErrorTranslation.IsThrottle(e.ErrorCode) && e.ErrorCode != "SnapshotCreationPerVolumeRateExceeded") bucket?.Throttled();
        return false;
    }

    private static void ReadClock(Observers observers, IExecutionContext executionContext)
    {
        var date = executionContext.ResponseContext.HttpResponse?.GetHeaderValue("Date");
        if (DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var awsNow)) observers.Skew.Saw(awsNow);
    }

    private sealed record Observers(RequestPacer Pacer, ClockSkewMeter Skew);

    private sealed class Customizer : IRuntimePipelineCustomizer
    {
        public string UniqueName => typeof(PacingHandler).FullName!;

        public void Customize(Type type, RuntimePipeline pipeline) => pipeline.AddHandlerAfter<RetryHandler>(new PacingHandler());
    }
}
