using System.Xml.Linq;

namespace EbsBackup.Help;

/// <summary>Writes MAML, the only form of help that PowerShell reads for compiled cmdlets.</summary>
internal sealed class MamlWriter(DocumentationComments comments)
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public XDocument Write(IEnumerable<CmdletType> cmdlets) => new(
        new XElement(
            Msh + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            cmdlets.Select(Cmdlet)));

    private XElement Cmdlet(CmdletType cmdlet) => new(
        Command + "command",
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun),
            Paragraphs(Maml + "description", comments.Summary(cmdlet.Type))),
        Paragraphs(Maml + "description", [.. comments.Remarks(cmdlet.Type)]),
        new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => Syntax(cmdlet, set))),
        new XElement(
            Command + "parameters",
            cmdlet.Parameters.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => Parameter(p, p.Sets[0])),
            cmdlet.SupportsShouldProcess ? ShouldProcess() : null),
        new XElement(
            Command + "inputTypes",
            cmdlet.Parameters.Where(p => p.Sets.Any(s => s.FromPipeline)).Select(p => TypeElement(Command + "inputType", p.TypeName, comments.Summary(p.Property)))),
        new XElement(
            Command + "returnValues",
            cmdlet.Outputs.Select(o => TypeElement(Command + "returnValue", o.FullName!, comments.Summary(o)))),
        new XElement(Command + "examples", comments.Examples(cmdlet.Type).Select(Example)));

    private XElement Syntax(CmdletType cmdlet, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.Parameters
            .Select(p => (Parameter: p, In: p.In(set)))
            .Where(p => p.In is not null)
            .OrderByDescending(p => p.In!.Position != int.MinValue).ThenBy(p => p.In!.Position).ThenByDescending(p => p.In!.Mandatory)
            .Select(p => Parameter(p.Parameter, p.In!)),
        cmdlet.SupportsShouldProcess ? ShouldProcess() : null);

    private XElement Parameter(CmdletParameter parameter, ParameterInSet set) => ParameterElement(
        parameter.Name, comments.Summary(parameter.Property), parameter.IsSwitch ? null : parameter.TypeName, set, parameter.Aliases);

    private static IEnumerable<XElement> ShouldProcess()
    {
        var named = new ParameterInSet(null, false, int.MinValue, false, false);
        yield return ParameterElement("WhatIf", "Shows what would happen, and changes nothing.", null, named, ["wi"]);
        yield return ParameterElement("Confirm", "Asks before each change.", null, named, ["cf"]);
    }

    private static XElement ParameterElement(string name, string text, string? type, ParameterInSet set, IReadOnlyList<string> aliases) => new(
        Command + "parameter",
        new XAttribute("required", set.Mandatory),
        new XAttribute("globbing", false),
        new XAttribute("pipelineInput", set.PipelineText),
        new XAttribute("position", set.PositionText),
        new XAttribute("aliases", aliases.Count == 0 ? "none" : string.Join(", ", aliases)),
        new XElement(Maml + "name", name),
        Paragraphs(Maml + "description", text),
        type is null ? null : new XElement(Command + "parameterValue", new XAttribute("required", true), type),
        new XElement(Dev + "type", new XElement(Maml + "name", type ?? "SwitchParameter")));

    private static XElement TypeElement(XName element, string type, string text) => new(
        element,
        new XElement(Dev + "type", new XElement(Maml + "name", type)),
        Paragraphs(Maml + "description", text));

    private static XElement Example((string Code, string Remarks) example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", $"----------------- Example {index + 1} -----------------"),
        new XElement(Dev + "code", example.Code),
        Paragraphs(Dev + "remarks", example.Remarks));

    private static XElement Paragraphs(XName element, params string[] paragraphs) =>
        new(element, paragraphs.Select(p => new XElement(Maml + "para", p)));
}
