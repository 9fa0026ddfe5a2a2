namespace EbsBackup.OrgReport.Page.Html;

/// <summary>
/// Table cells. Where the text does not sort as its value does, <c>data-v</c> holds the value; a cell without one is of the
/// class <c>none</c>.
/// </summary>
internal static class Cells
{
    /// <summary>Characters of a message that are shown without being asked for.</summary>
    private const int MessageHead = 130;

    public static void Text(HtmlWriter html, string? value)
    {
        if (string.IsNullOrEmpty(value))
            html.Write($"<td class=\"none\">–</td>");
        else
            html.Write($"<td>{value}</td>");
    }

    /// <summary>A Region or a resource type: not broken over lines.</summary>
    public static void Name(HtmlWriter html, string? value) => html.Write($"<td class=\"g\">{OrDash(value)}</td>");

    public static void Number(HtmlWriter html, long value)
    {
        if (value == 0)
            html.Write($"<td class=\"n z\">0</td>");
        else
            html.Write($"<td class=\"n\">{value}</td>");
    }

    /// <summary>A number that is bad news unless it is 0.</summary>
    public static void Alarm(HtmlWriter html, long value)
    {
        if (value == 0)
            Number(html, value);
        else
            html.Write($"<td class=\"n bad\">{value}</td>");
    }

    public static void Instant(HtmlWriter html, DateTimeOffset? value)
    {
        if (value is { } instant)
            html.Write($"<td class=\"t\">{instant}</td>");
        else
            html.Write($"<td class=\"t none\">–</td>");
    }

    /// <summary>Two instants, one below the other; they sort by the first.</summary>
    public static void Span(HtmlWriter html, DateTimeOffset? start, DateTimeOffset? end)
    {
        html.Write($"<td class=\"t\">");
        InstantOrDash(html, start);
        html.Write($"<br>");
        InstantOrDash(html, end);
        html.Write($"</td>");
    }

    public static void Size(HtmlWriter html, long? bytes)
    {
        if (bytes is { } size)
            html.Write($"<td class=\"n\" data-v=\"{size}\">{Words.Size(size)}</td>");
        else
            html.Write($"<td class=\"n none\" data-v=\"-1\">–</td>");
    }

    public static void Duration(HtmlWriter html, long? seconds)
    {
        if (seconds is { } length)
            html.Write($"<td class=\"n\" data-v=\"{length}\">{Words.Duration(length)}</td>");
        else
            html.Write($"<td class=\"n none\" data-v=\"-1\">–</td>");
    }

    public static void Account(HtmlWriter html, ReportPageModel model, string? accountId)
    {
        html.Write($"<td class=\"id\">{OrDash(accountId)}");
        if (accountId is not null && model.AccountNames?.TryGetValue(accountId, out var name) == true)
            html.Write($" <small>{name}</small>");
        html.Write($"</td>");
    }

    /// <summary>Name and id; the account and Region in an ARN have cells of their own.</summary>
    public static void Resource(HtmlWriter html, string? name, string? arn)
    {
        var id = Tail(arn);
        html.Write($"<td class=\"r\" title=\"{arn}\">");
        if (!string.IsNullOrEmpty(name) && name != id)
            html.Write($"{name} <small>{id}</small>");
        else
            html.Write($"{OrDash(id)}");
        html.Write($"</td>");
    }

    /// <summary>The state by AWS's own word, and whether the job began before the window.</summary>
    public static void State(HtmlWriter html, in PageJob job)
    {
        html.Write($"<td>");
        Badge(html, job.State, job.HasIssues);
        if (job.EndedLater)
            html.Write($" <small>created before the window</small>");
        html.Write($"</td>");
    }

    public static void Badge(HtmlWriter html, string? state, bool hasIssues)
    {
        Word kind = JobStates.Parse(state) switch
        {
            JobState.Completed => hasIssues ? "warn" : "good",
            JobState.Other => "warn",
            var parsed => parsed.IsFailure() ? "bad" : "busy",
        };
        html.Write($"<span class=\"badge {kind}\">{OrDash(state)}</span>");
        if (hasIssues)
            html.Write($" <small>with issues</small>");
    }

    /// <summary>The beginning of the message; the rest on request; and how much more there is in the CSV.</summary>
    public static void Message(HtmlWriter html, ListedJob listed)
    {
        var message = listed.Job.StatusMessage;
        if (string.IsNullOrEmpty(message))
        {
            html.Write($"<em>no message</em>");
            return;
        }

        if (message!.Length <= MessageHead + MessageHead / 4)
        {
            html.Write($"<span class=\"msg\">{message}</span>");
            return;
        }

        var head = char.IsHighSurrogate(message[MessageHead - 1]) ? MessageHead - 1 : MessageHead;
        html.Write($"<details class=\"msg\"><summary>{message.Substring(0, head)}</summary>{message.Substring(head)}");
        if (listed.CutCharacters > 0)
            html.Write($" <em>… {listed.CutCharacters} more characters are in the CSV</em>");
        html.Write($"</details>");
    }

    private static void InstantOrDash(HtmlWriter html, DateTimeOffset? value)
    {
        if (value is { } instant)
            html.Write($"{instant}");
        else
            html.Write($"–");
    }

    private static string OrDash(string? value) => string.IsNullOrEmpty(value) ? "–" : value!;

    private static string? Tail(string? arn)
    {
        if (arn is null || !arn.StartsWith("arn:", StringComparison.Ordinal))
            return arn;
        var parts = arn.Split([':'], 6);
        return parts.Length == 6 ? parts[5] : arn;
    }
}
