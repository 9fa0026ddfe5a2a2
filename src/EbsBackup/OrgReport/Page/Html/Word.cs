namespace EbsBackup.OrgReport.Page.Html;

/// <summary>Text of the page's own, such as a unit or a plural: escaped as everything is, but left to right and not isolated.</summary>
internal readonly record struct Word(string Text)
{
    public static implicit operator Word(string text) => new(text);

    /// <summary>"job" for one, "jobs" for any other number.</summary>
    public static Word Plural(long count, string one, string? many = null) => new(count == 1 ? one : many ?? one + "s");
}
