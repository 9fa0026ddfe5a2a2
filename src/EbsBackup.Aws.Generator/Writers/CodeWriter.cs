using System.Text;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>Lines of C# with their indentation.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string text = "")
    {
        if (text.Length > 0)
            _text.Append(' ', _depth * 4).Append(text);
        _text.Append('\n');
    }

    /// <summary>Writes <paramref name="head"/> and a brace; disposing closes it.</summary>
    public Block Open(string head)
    {
        Line(head);
        Line("{");
        _depth++;
        return new Block(this, "}");
    }

    /// <summary>As <see cref="Open"/>, for an initializer or a lambda that ends a statement.</summary>
    public Block OpenStatement(string head, string end)
    {
        Line(head);
        Line("{");
        _depth++;
        return new Block(this, end);
    }

    public override string ToString() => _text.ToString();

    internal readonly struct Block(CodeWriter writer, string end) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line(end);
        }
    }
}
