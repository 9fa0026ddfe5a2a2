namespace EbsBackup.OrgReport.Page;

/// <summary>A job that the page lists, its message cut to what is kept.</summary>
internal sealed record ListedJob(PageJob Job, int CutCharacters)
{
    public static ListedJob Of(in PageJob job, int messageLength)
    {
        var message = job.StatusMessage;
        if (message is null || message.Length <= messageLength)
            return new(job, 0);

        // Half a surrogate pair is no character.
        var length = char.IsHighSurrogate(message[messageLength - 1]) ? messageLength - 1 : messageLength;
        return new(job with { StatusMessage = message.Substring(0, length) }, message.Length - length);
    }
}
