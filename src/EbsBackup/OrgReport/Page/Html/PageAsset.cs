using System.Security.Cryptography;
using System.Text;

namespace EbsBackup.OrgReport.Page.Html;

/// <summary>The page's style sheet or script, and the hash by which its content security policy allows it and nothing else.</summary>
internal sealed class PageAsset
{
    private PageAsset(string name)
    {
        using var stream = typeof(PageAsset).Assembly.GetManifestResourceStream($"EbsBackup.OrgReport.Page.{name}")
            ?? throw new InvalidOperationException($"The library was built without {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // A browser hashes what it parsed, and its parser knows line feeds only.
        Text = reader.ReadToEnd().Replace("\r\n", "\n");
        using var sha256 = SHA256.Create();
        Hash = $"sha256-{Convert.ToBase64String(sha256.ComputeHash(Encoding.UTF8.GetBytes(Text)))}";
    }

    public static PageAsset Style { get; } = new("page.css");

    public static PageAsset Script { get; } = new("page.js");

    public string Text { get; }

    public string Hash { get; }
}
