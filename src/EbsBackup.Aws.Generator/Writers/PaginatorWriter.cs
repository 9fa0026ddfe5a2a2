using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>Paginators: `client.Paginators.ListAccounts(request).Responses` goes through all pages.</summary>
internal sealed class PaginatorWriter(ServiceModel model, ServiceNames names)
{
    public string Write()
    {
        var code = names.File(
            ".Model", "System", "System.Collections.Generic", "System.Linq", "System.Runtime.CompilerServices", "System.Threading",
            "Amazon.Runtime", names.Namespace);
        Factory(code);
        foreach (var pages in model.Pagination)
        {
            Interface(code, pages);
            Class(code, pages);
        }

        return code.ToString();
    }

    private void Factory(CodeWriter code)
    {
        code.Line();
        using (code.Open($"public interface I{names.PaginatorFactory}"))
        {
            foreach (var name in model.Pagination.Select(p => Names.Pascal(p.Operation.Name)))
                code.Line($"I{name}Paginator {name}({name}Request request);");
        }

        code.Line();
        using var block = code.Open($"public class {names.PaginatorFactory} : I{names.PaginatorFactory}");
        code.Line($"private readonly {names.Interface} client;");
        code.Line($"internal {names.PaginatorFactory}({names.Interface} client) => this.client = client;");
        foreach (var name in model.Pagination.Select(p => Names.Pascal(p.Operation.Name)))
            code.Line($"public I{name}Paginator {name}({name}Request request) => new {name}Paginator(client, request);");
    }

    private static void Interface(CodeWriter code, Pagination pages)
    {
        var name = Names.Pascal(pages.Operation.Name);
        code.Line();
        using var block = code.Open($"public interface I{name}Paginator");
        code.Line($"IPaginatedEnumerable<{name}Response> Responses {{ get; }}");
        foreach (var (key, type) in Results(pages))
            code.Line($"IPaginatedEnumerable<{type}> {key} {{ get; }}");
    }

    private void Class(CodeWriter code, Pagination pages)
    {
        var name = Names.Pascal(pages.Operation.Name);
        code.Line();
        using var block = code.Open($"internal sealed class {name}Paginator : IPaginator<{name}Response>, I{name}Paginator");
        code.Line($"private readonly {names.Interface} client;");
        code.Line($"private readonly {name}Request request;");
        code.Line("private int used;");
        code.Line($"internal {name}Paginator({names.Interface} client, {name}Request request) {{ this.client = client; this.request = request; }}");
        code.Line($"public IPaginatedEnumerable<{name}Response> Responses => new PaginatedResponse<{name}Response>(this);");
        foreach (var (key, type) in Results(pages))
            code.Line($"public IPaginatedEnumerable<{type}> {key} => new PaginatedResultKeyResponse<{name}Response, {type}>(this, r => r.{key} ?? Enumerable.Empty<{type}>());");
        code.Line("#if NETFRAMEWORK");
        using (code.Open($"IEnumerable<{name}Response> IPaginator<{name}Response>.Paginate()"))
            Loop(code, pages, $"client.{name}(request)");
        code.Line("#else");
        using (code.Open($"async IAsyncEnumerable<{name}Response> IPaginator<{name}Response>.PaginateAsync([EnumeratorCancellation] CancellationToken cancellationToken)"))
            Loop(code, pages, $"await client.{name}Async(request, cancellationToken).ConfigureAwait(false)");
        code.Line("#endif");
    }

    private static void Loop(CodeWriter code, Pagination pages, string call)
    {
        code.Line("if (Interlocked.Exchange(ref used, 1) != 0) throw new InvalidOperationException(\"A paginator goes through the pages once: make a new one.\");");
        code.Line("PaginatorUtils.SetUserAgentAdditionOnRequest(request);");
        for (var i = 0; i < pages.InputTokens.Count; i++)
            code.Line($"var token{i} = request.{Names.Pascal(pages.InputTokens[i])};");
        code.Line("bool more;");
        using (code.OpenStatement("do", "} while (more);"))
        {
            for (var i = 0; i < pages.InputTokens.Count; i++)
                code.Line($"request.{Names.Pascal(pages.InputTokens[i])} = token{i};");
            code.Line($"var response = {call};");
            for (var i = 0; i < pages.InputTokens.Count; i++)
                code.Line($"token{i} = response.{Names.Pascal(pages.OutputTokens[i])};");
            code.Line($"more = {string.Join(" || ", pages.InputTokens.Select((_, i) => $"!string.IsNullOrEmpty(token{i})"))};");
            code.Line("yield return response;");
        }
    }

    private static IEnumerable<(string Key, string Type)> Results(Pagination pages) =>
        from key in pages.ResultKeys
        let shape = pages.Operation.Output!.Members.SingleOrDefault(m => m.Name == key)?.Shape
        where shape is { Type: ShapeType.List }
        select (Names.Pascal(key), Names.ItemType(shape.Item.Shape));
}
