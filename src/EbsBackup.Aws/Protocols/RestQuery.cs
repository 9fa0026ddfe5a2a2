using Amazon.Runtime.Internal;

namespace EbsBackup.Aws.Protocols;

/// <summary>Query parameters, where a later one of the same name replaces an earlier one of either kind.</summary>
internal static class RestQuery
{
    public static void Set(IRequest request, string name, string value)
    {
        request.ParameterCollection.Remove(name);
        request.ParameterCollection.Add(name, value);
    }

    public static void Set(IRequest request, string name, List<string> values)
    {
        request.ParameterCollection.Remove(name);
        request.ParameterCollection.Add(name, values);
    }
}
