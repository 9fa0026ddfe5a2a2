using System.Globalization;
using System.Text;
using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>MaxResults and NextToken as EC2 has them.</summary>
internal static class Paging
{
    /// <summary>Where the page begins: the number of the last item that the caller has.</summary>
    public static long Start(OperationCall call)
    {
        if (call.Input.Text("NextToken") is not { Length: > 0 } token) return 0;
        var prefix = call.RegionName + "/";
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(token));
            if (text.StartsWith(prefix, StringComparison.Ordinal) && long.TryParse(text[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        }
        catch (FormatException)
        {
            // falls to the refusal below
        }

        throw new AwsErrorException("InvalidNextToken", "The specified NextToken is not valid.");
    }

    /// <summary>The items of this page under <paramref name="name"/>, and the token when there are more.</summary>
    /// <param name="least">EC2 refuses a smaller MaxResults.</param>
    public static Structure Page<T>(OperationCall call, string name, IEnumerable<(long Number, T Item)> items, Func<T, Structure> write, int least = 5, int most = 1000)
    {
        var size = call.Input.Integer("MaxResults");
        if (size < least || size > most)
            throw new AwsErrorException("InvalidParameterValue", string.Create(CultureInfo.InvariantCulture, $"Value ( {size} ) for parameter maxResults is invalid. Expecting a value between {least} and {most}."));

        if (size > call.Sandbox.Options.LargestPage) size = call.Sandbox.Options.LargestPage;
        var page = new List<object>();
        string? next = null;
        long last = 0;
        foreach (var (number, item) in items)
        {
            if (page.Count == size)
            {
                next = Convert.ToBase64String(Encoding.UTF8.GetBytes(call.RegionName + "/" + last.ToString(CultureInfo.InvariantCulture)));
                break;
            }

            page.Add(write(item));
            last = number;
        }

        return new() { { name, page }, { "NextToken", next } };
    }
}
