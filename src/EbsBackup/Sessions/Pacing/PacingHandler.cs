using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace EbsBackup.Sessions.Pacing;

/// <summary>
/// Holds every attempt of our clients, retries included, until its backoff is over and its bucket lets it go, and learns from the answer:
/// throttles slow the bucket, the Date header tells AWS's clock. Clients of others in this process are left alone.
/// </summary>
internal sealed class PacingHandler : PipelineHandler
{
    private const double LongestBackoff = 20;

    private static readonly ConditionalWeakTable<IClientConfig, Observers> Ours = new();

    /// <param name="pacer">Asked at each request: whose request it is may become known after the client is made.</param>
    public static void Pace(ClientConfig config, Func<RequestPacer> pacer, ClockSkewMeter skew, TimeProvider clock) =>
        Ours.Add(config, new Observers(pacer, skew, clock));

    public override void InvokeSync(IExecutionContext executionContext)
    {
        if (!Ours.TryGetValue(executionContext.RequestContext.ClientConfig, out var observers))
        {
            base.InvokeSync(executionContext);
            return;
        }

        var bucket = BucketOf(observers, executionContext.RequestContext);
        WaitAsync(observers, bucket, executionContext.RequestContext).GetAwaiter().GetResult();
        var sent = observers.Clock.GetTimestamp();
        try
        {
            base.InvokeSync(executionContext);
        }
        catch (AmazonServiceException e) when (Learn(bucket, e))
        {
            throw;
        }
        finally
        {
            ReadClock(observers, executionContext, sent);
        }
    }

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        if (!Ours.TryGetValue(executionContext.RequestContext.ClientConfig, out var observers))
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }

        var bucket = BucketOf(observers, executionContext.RequestContext);
        await WaitAsync(observers, bucket, executionContext.RequestContext).ConfigureAwait(false);
        var sent = observers.Clock.GetTimestamp();
        try
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (Learn(bucket, e))
        {
            throw;
        }
        finally
        {
            ReadClock(observers, executionContext, sent);
        }
    }

    // The SDK waits between attempts in real time and knows no other: its own pause is set to nothing and held here, on the session's clock.
    private async Task WaitAsync(Observers observers, TokenBucket? bucket, IRequestContext context)
    {
        if (OuterHandler is RetryHandler { RetryPolicy: StandardRetryPolicy policy }) policy.MaxBackoffInMilliseconds = 0;
        if (context.Retries > 0)
            await Clocks.DelayAsync(observers.Clock, Backoff(context.Retries, observers.Clock), context.CancellationToken).ConfigureAwait(false);
        if (bucket is not null) await bucket.WaitAsync(context.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>As Standard mode has it: a random part of 1, 2, 4 … s, at most 20. A clock's last digits are random enough.</summary>
    private static TimeSpan Backoff(int retries, TimeProvider clock) =>
        TimeSpan.FromSeconds(Math.Min(LongestBackoff, Math.Pow(2, retries - 1)) * (Math.Abs(clock.GetTimestamp() % 1000) / 1000.0));

    private static TokenBucket? BucketOf(Observers observers, IRequestContext context) =>
        observers.Pacer().BucketOf(context.ServiceMetaData.ServiceId, OperationOf(context.RequestName));

    private static string OperationOf(string requestName) => requestName.EndsWith("Request", StringComparison.Ordinal)
        ? requestName.Substring(0, requestName.Length - "Request".Length)
        : requestName;

    private static bool Learn(TokenBucket? bucket, AmazonServiceException e)
    {
        if (AwsErrorTranslation.IsThrottle(e.ErrorCode) && e.ErrorCode != "SnapshotCreationPerVolumeRateExceeded") bucket?.Throttled();
        return false;
    }

    private static void ReadClock(Observers observers, IExecutionContext executionContext, long sent)
    {
        var date = executionContext.ResponseContext.HttpResponse?.GetHeaderValue("Date");
        if (DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var awsNow)) observers.Skew.Saw(awsNow, observers.Clock.GetElapsedTime(sent));
    }

    private sealed record Observers(Func<RequestPacer> Pacer, ClockSkewMeter Skew, TimeProvider Clock);
}
