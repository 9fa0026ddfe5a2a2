using System.Text;
using System.Text.RegularExpressions;

namespace EbsBackup.Selection;

/// <summary>
/// One tag with wildcards, as EC2's filters read them: <c>*</c> any text, <c>?</c> one character or none, <c>\</c> takes
/// the next as it is; upper and lower case differ. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
/// </summary>
internal sealed class TagPattern
{
    private static readonly char[] Special = ['*', '?', '\\'];

    private readonly string _key;
    private readonly string _value;
    private readonly Regex? _keyPattern;
    private readonly Regex _valuePattern;

    public TagPattern(string key, string value)
    {
        (_key, _value) = (key, value);
        _keyPattern = key.IndexOfAny(Special) < 0 ? null : Compile(key);
        _valuePattern = Compile(value);
    }

    /// <summary>EC2 reads wildcards in a tag's value, not in its key.</summary>
    public Amazon.EC2.Model.Filter? Filter => _keyPattern is null ? new Amazon.EC2.Model.Filter("tag:" + _key, [_value]) : null;

    public bool Matches(IReadOnlyDictionary<string, string> tags) => _keyPattern is null
        ? tags.TryGetValue(_key, out var value) && _valuePattern.IsMatch(value)
        : tags.Any(tag => _keyPattern.IsMatch(tag.Key) && _valuePattern.IsMatch(tag.Value));

    public override string ToString() => $"{_key}={_value}";

    private static Regex Compile(string pattern)
    {
        var text = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            text.Append(pattern[i] switch
            {
                '*' => ".*",
                '?' => ".?",
                '\\' when i + 1 < pattern.Length => Regex.Escape(pattern[++i].ToString()),
                var c => Regex.Escape(c.ToString()),
            });
        }

        return new Regex(text.Append("\\z").ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }
}
