namespace EbsBackup.Sandbox.Http;

/// <summary>The parameters of a query string, decoded, in the order sent. A parameter without a value has the empty value.</summary>
public static class QueryParameters
{
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string rawQuery)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (var part in rawQuery.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            parameters.Add(equals < 0
                ? new(PercentEncoding.Decode(part), "")
                : new(PercentEncoding.Decode(part[..equals]), PercentEncoding.Decode(part[(equals + 1)..])));
        }

        return parameters;
    }
}
