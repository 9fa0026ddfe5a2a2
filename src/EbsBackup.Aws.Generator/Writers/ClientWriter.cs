using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>The client, its interface and its operations.</summary>
internal sealed class ClientWriter(ServiceModel model, ServiceNames names, Func<Operation, string> unmarshaller)
{
    public string WriteInterface()
    {
        var code = names.File(
            "", "System", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks", "Amazon.Runtime",
            names.Namespace + ".Model");
        code.Line();
        using (code.Open($"public partial interface {names.Interface} : IAmazonService, IDisposable"))
        {
            if (model.Pagination.Count > 0)
                code.Line($"I{names.PaginatorFactory} Paginators {{ get; }}");
            foreach (var operation in model.Operations)
            {
                code.Line();
                code.Line("#if NETFRAMEWORK");
                foreach (var overload in Overloads(operation))
                    code.Line($"{overload.Sync};");
                code.Line("#endif");
                foreach (var overload in Overloads(operation))
                    code.Line($"{overload.Async};");
            }

            code.Line();
            code.Line("Amazon.Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);");
            code.Line();
            code.Line("#if NET8_0_OR_GREATER");
            code.Line($"static ClientConfig IAmazonService.CreateDefaultClientConfig() => new {names.Config}();");
            code.Line($"static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>");
            code.Line($"    awsCredentials == null ? new {names.Client}(({names.Config})clientConfig) : new {names.Client}(awsCredentials, ({names.Config})clientConfig);");
            code.Line("#endif");
        }

        return code.ToString();
    }

    public string WriteClient()
    {
        var code = names.File(
            "", "System", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks", "Amazon", "Amazon.Runtime",
            "Amazon.Runtime.Internal", names.Namespace + ".Model", names.Namespace + ".Model.Internal", "EbsBackup.Aws.Protocols");
        code.Line();
        using (code.Open($"public partial class {names.Client} : AmazonServiceClient, {names.Interface}"))
        {
            code.Line($"private static readonly IServiceMetadata Metadata = new ServiceMetadata({Names.Literal(model.ServiceId)});");
            Constructors(code);
            Pipeline(code);
            foreach (var operation in model.Operations)
                Operation(code, operation);
        }

        return code.ToString();
    }

    public string WriteOperations()
    {
        var code = names.File(
            ".Model.Internal", "System", "Amazon.Runtime", "Amazon.Runtime.Internal", "EbsBackup.Aws.Protocols");
        code.Line();
        using (code.Open("internal static class Operations"))
        {
            foreach (var operation in model.Operations)
            {
                var name = Names.Pascal(operation.Name);
                using var block = code.OpenStatement($"public static readonly InvokeOptions {name} = new InvokeOptions", "};");
                code.Line($"RequestMarshaller = new RequestMarshaller<{Names.Request(operation)}>({Names.Literal(names.Namespace)}, {Names.Literal(model.ApiVersion)}, Requests.Write),");
                code.Line($"ResponseUnmarshaller = {unmarshaller(operation)},");
            }
        }

        return code.ToString();
    }

    private void Constructors(CodeWriter code)
    {
        code.Line();
        code.Line($"public {names.Client}() : base(new {names.Config}()) {{ }}");
        code.Line($"public {names.Client}(RegionEndpoint region) : base(new {names.Config} {{ RegionEndpoint = region }}) {{ }}");
        code.Line($"public {names.Client}({names.Config} config) : base(config) {{ }}");
        string[][] credentials =
        [
            ["AWSCredentials credentials"],
            ["string awsAccessKeyId", "string awsSecretAccessKey"],
            ["string awsAccessKeyId", "string awsSecretAccessKey", "string awsSessionToken"],
        ];
        foreach (var form in credentials)
        {
            var parameters = string.Join(", ", form);
            var arguments = string.Join(", ", form.Select(p => p.Split(' ')[1]));
            code.Line($"public {names.Client}({parameters}) : this({arguments}, new {names.Config}()) {{ }}");
            code.Line($"public {names.Client}({parameters}, RegionEndpoint region) : this({arguments}, new {names.Config} {{ RegionEndpoint = region }}) {{ }}");
            code.Line($"public {names.Client}({parameters}, {names.Config} clientConfig) : base({arguments}, clientConfig) {{ }}");
        }
    }

    private void Pipeline(CodeWriter code)
    {
        code.Line();
        code.Line("protected override IServiceMetadata ServiceMetadata => Metadata;");
        if (model.Pagination.Count > 0)
            code.Line($"public I{names.PaginatorFactory} Paginators => new {names.PaginatorFactory}(this);");
        code.Line();
        using (code.Open("protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)"))
        {
            var open = string.Join(", ", model.Operations.Where(o => o.NoAuthentication).Select(o => Names.Literal(Names.Request(o))));
            code.Line("pipeline.RemoveHandler<Amazon.Runtime.Internal.EndpointResolver>();");
            code.Line($"pipeline.AddHandlerAfter<Amazon.Runtime.Internal.Marshaller>(new ModelEndpointResolver<{names.Namespace}.Endpoints.{names.EndpointParameters}>());");
            code.Line($"pipeline.AddHandlerAfter<Amazon.Runtime.Internal.Marshaller>(new SignatureHandler({open}));");
            code.Line("Customize(pipeline);");
        }

        code.Line();
        code.Line("partial void Customize(RuntimePipeline pipeline);");
        code.Line();
        code.Line("protected override void Dispose(bool disposing) => base.Dispose(disposing);");
        code.Line();
        code.Line("public Amazon.Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request) =>");
        code.Line("    Config.DetermineServiceOperationEndpoint(new Amazon.Runtime.Endpoints.ServiceOperationEndpointParameters(request));");
    }

    private void Operation(CodeWriter code, Operation operation)
    {
        var (name, response) = (Names.Pascal(operation.Name), Names.Response(operation));
        code.Line();
        code.Line("#if NETFRAMEWORK");
        foreach (var overload in Overloads(operation))
        {
            code.Line($"public virtual {overload.Sync} =>");
            code.Line(overload.Request is null ? $"    Invoke<{response}>(request, Operations.{name});" : $"    {name}({overload.Request});");
        }

        code.Line("#endif");
        foreach (var overload in Overloads(operation))
        {
            code.Line($"public virtual {overload.Async} =>");
            code.Line(overload.Request is null
                ? $"    InvokeAsync<{response}>(request, Operations.{name}, cancellationToken);"
                : $"    {name}Async({overload.Request}, cancellationToken);");
        }
    }

    private IEnumerable<Overload> Overloads(Operation operation)
    {
        var (name, request, response) = (Names.Pascal(operation.Name), Names.Request(operation), Names.Response(operation));
        const string Cancel = "CancellationToken cancellationToken = default";
        yield return new($"{response} {name}({request} request)", $"Task<{response}> {name}Async({request} request, {Cancel})", null);
        if (model.Settings.NoRequestOverloads.Contains(operation.Name))
            yield return new($"{response} {name}()", $"Task<{response}> {name}Async({Cancel})", $"new {request}()");
        if (!model.Settings.ValueOverloads.TryGetValue(operation.Name, out var forms))
            yield break;

        var properties = Properties.Request(model, operation);
        foreach (var form in forms)
        {
            var parameters = string.Join(", ", form.Select(p => $"{properties.Single(x => x.Name == p).Type} {Names.Camel(p)}"));
            var values = string.Join(", ", form.Select(p => $"{p} = {Names.Camel(p)}"));
            yield return new(
                $"{response} {name}({parameters})", $"Task<{response}> {name}Async({parameters}, {Cancel})", $"new {request} {{ {values} }}");
        }
    }

    /// <param name="Request">The request that a convenience overload makes; null for the operation itself.</param>
    private sealed record Overload(string Sync, string Async, string? Request);
}
