using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.EC2.Internal;

/// <summary>
/// CreateTags gives a tag without a value an empty one. CreateTags alone: to DeleteTags an empty value means
/// "only if the value is empty", and none means "whatever the value".
/// </summary>
internal sealed class EmptyTagValues : PipelineHandler
{
    public override void InvokeSync(IExecutionContext executionContext)
    {
        Fill(executionContext);
        base.InvokeSync(executionContext);
    }

    public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        Fill(executionContext);
        return base.InvokeAsync<T>(executionContext);
    }

    private static void Fill(IExecutionContext context)
    {
        if (context.RequestContext.OriginalRequest is not CreateTagsRequest { Tags: { } tags })
            return;

        foreach (var tag in tags)
            tag.Value ??= "";
    }
}
