using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>Which classes there are, and what is in them.</summary>
internal static class Properties
{
    public static IReadOnlyList<Property> Request(ServiceModel model, Operation operation) =>
        Property.Of(model, Names.Request(operation), operation.Input?.Members ?? []);

    public static IReadOnlyList<Property> Response(ServiceModel model, Operation operation) =>
        Property.Of(model, Names.Response(operation), operation.Output?.Members ?? []);

    public static IReadOnlyList<Property> Of(ServiceModel model, Shape shape) =>
        Property.Of(model, Names.Class(shape), shape.Members);

    /// <summary>
    /// Structures that are classes of their own: those that members lead to, and those that a response wraps.
    /// </summary>
    public static IReadOnlyList<Shape> Structures(ServiceModel model) =>
        [.. Closure(model, Roots(model)).Where(s => s.Type == ShapeType.Structure && !s.IsException).OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>What requests lead to.</summary>
    public static IReadOnlySet<Shape> Sent(ServiceModel model) =>
        Closure(model, model.Operations.Where(o => o.Input is not null).SelectMany(o => o.Input!.Members).Select(m => m.Shape));

    /// <summary>What responses and errors lead to.</summary>
    public static IReadOnlySet<Shape> Received(ServiceModel model) => Closure(
        model,
        model.Operations.Where(o => o.Output is not null)
            .SelectMany(o => IsWrapped(model, o) ? [o.Output!] : o.Output!.Members.Select(m => m.Shape))
            .Concat(model.Operations.SelectMany(o => o.Errors).SelectMany(e => e.Members).Select(m => m.Shape)));

    public static IReadOnlyList<Shape> Exceptions(ServiceModel model) =>
        [.. model.Operations.SelectMany(o => o.Errors).Distinct().OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>An exception's message is the base class's; the rest are properties.</summary>
    public static IReadOnlyList<Property> OfException(ServiceModel model, Shape shape) =>
        Property.Of(model, Names.Class(shape), shape.Members.Where(m => Names.Pascal(m.Name) != "Message"));

    public static bool IsWrapped(ServiceModel model, Operation operation) => model.Settings.Wrap.ContainsKey(operation.Name);

    private static IEnumerable<Shape> Roots(ServiceModel model) => Sent(model).Concat(Received(model));

    private static HashSet<Shape> Closure(ServiceModel model, IEnumerable<Shape> roots)
    {
        var seen = new HashSet<Shape>();
        var waiting = new Stack<Shape>(roots);
        while (waiting.TryPop(out var shape))
        {
            if (model.Settings.Flatten.TryGetValue(shape.Name, out var stands))
            {
                waiting.Push(shape.Members.Single(m => m.Name == stands).Shape);
                continue;
            }

            if (!seen.Add(shape))
                continue;

            IEnumerable<Member> parts = shape.Type switch
            {
                ShapeType.Structure => shape.Members,
                ShapeType.List => [shape.Item],
                ShapeType.Map => [shape.Key, shape.Value],
                _ => [],
            };
            foreach (var part in parts)
                waiting.Push(part.Shape);
        }

        return seen;
    }
}
