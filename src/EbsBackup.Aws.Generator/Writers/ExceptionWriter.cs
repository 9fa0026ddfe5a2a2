using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>The service's exception and those derived from it, and which error code makes which.</summary>
internal sealed class ExceptionWriter(ServiceModel model, ServiceNames names)
{
    private const string Arguments = "string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode";

    private readonly bool _xml = model.Protocol is "ec2" or "query";

    public string WriteBase()
    {
        var code = names.File("", "System", "System.Net", "Amazon.Runtime");
        Class(code, names.Exception, "AmazonServiceException", []);
        return code.ToString();
    }

    public string WriteDerived()
    {
        var code = names.File(
            ".Model", "System", "System.Collections.Generic", "System.IO", "System.Net", "Amazon", "Amazon.Runtime", names.Namespace);
        foreach (var shape in Properties.Exceptions(model))
            Class(code, Names.Class(shape), names.Exception, Properties.OfException(model, shape));
        return code.ToString();
    }

    public string WriteErrors()
    {
        var code = names.File(
            ".Model.Internal", "System", "Amazon.Runtime", "EbsBackup.Aws.Protocols");
        code.Line();
        using (code.Open("internal static class Errors"))
        {
            code.Line($"public static readonly ToException None = e => new {names.Exception}(e.Message, e.Inner, e.Type, e.Code, e.RequestId, e.StatusCode);");
            foreach (var operation in model.Operations.Where(o => o.Errors.Count > 0))
                code.Line($"public static readonly ToException {Names.Pascal(operation.Name)} = {Names.Pascal(operation.Name)}Error;");

            foreach (var operation in model.Operations.Where(o => o.Errors.Count > 0))
                Operation(code, operation);
            foreach (var shape in Properties.Exceptions(model))
                Exception(code, shape);
        }

        return code.ToString();
    }

    private static void Class(CodeWriter code, string name, string parent, IReadOnlyList<Property> properties)
    {
        code.Line();
        using var block = code.Open($"public partial class {name} : {parent}");
        code.Line($"public {name}() : base() {{ }}");
        code.Line($"public {name}(string message) : base(message) {{ }}");
        code.Line($"public {name}(string message, Exception innerException) : base(message, innerException) {{ }}");
        code.Line($"public {name}(Exception innerException) : base(innerException.Message, innerException) {{ }}");
        code.Line($"public {name}({Arguments}) : base(message, innerException, errorType, errorCode, requestId, statusCode) {{ }}");
        code.Line($"public {name}(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) {{ }}");
        foreach (var property in properties)
        {
            var initial = Names.IsCollection(property.Shape)
                ? $" = AWSConfigs.InitializeCollections ? new {property.Type}() : null;"
                : "";
            code.Line($"public {property.Type} {property.Name} {{ get; set; }}{initial}");
        }
    }

    private static void Operation(CodeWriter code, Operation operation)
    {
        code.Line();
        using var block = code.OpenStatement(
            $"private static AmazonServiceException {Names.Pascal(operation.Name)}Error(ServiceError e) => e.Code switch", "};");
        foreach (var shape in operation.Errors.DistinctBy(s => s.ErrorCode))
        {
            var codes = shape.ErrorCode == shape.Name ? Names.Literal(shape.Name) : $"{Names.Literal(shape.ErrorCode)} or {Names.Literal(shape.Name)}";
            code.Line($"{codes} => {Names.Class(shape)}(e),");
        }

        code.Line("_ => None(e),");
    }

    private void Exception(CodeWriter code, Shape shape)
    {
        var name = Names.Class(shape);
        code.Line();
        using var block = code.Open($"private static AmazonServiceException {name}(ServiceError e)");
        code.Line($"var x = new {names.Namespace}.Model.{name}(e.Message, e.Inner, e.Type, e.Code, e.RequestId, e.StatusCode);");
        var properties = Properties.OfException(model, shape);
        var inHeaders = properties.Count(p => model.Protocol == "rest-json" && p.Member.Location != Location.Body);
        if (properties.Count > inHeaders)
        {
            code.Line(_xml
                ? "XmlError.ReadMembers(e, x, Responses.Fill);"
                : $"JsonBody.Read<{names.Namespace}.Model.{name}>(e.Body, x, Responses.Fill);");
        }

        if (inHeaders > 0)
            code.Line("Responses.FillHeaders(e.Response, x);");

        code.Line("return x;");
    }
}
