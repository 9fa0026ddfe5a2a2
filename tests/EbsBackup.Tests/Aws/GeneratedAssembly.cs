using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EbsBackup.Tests.Aws;

/// <summary>Compiles generated clients, with the hand-written part that they need, in memory.</summary>
internal static class GeneratedAssembly
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; " +
        "global using System.Threading; global using System.Threading.Tasks;";

    public static Assembly Compile(IEnumerable<string> sources)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Preview, preprocessorSymbols: ["NET8_0_OR_GREATER"]);
        var protocols = Directory.EnumerateFiles(RepositoryFolder.Of("src", "EbsBackup.Aws", "Protocols"), "*.cs");
        var trees = sources.Concat(protocols.Select(File.ReadAllText)).Append(ImplicitUsings)
            .Select(text => CSharpSyntaxTree.ParseText(text, parse));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("EbsBackup", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Annotations);
        var compilation = CSharpCompilation.Create($"Generated{Guid.NewGuid():N}", trees, references, options);

        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        var errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5).ToList();
        Assert.True(result.Success, string.Join('\n', errors.Select(e => $"{e}\n    {e.Location.SourceTree?.GetText().Lines[e.Location.GetLineSpan().StartLinePosition.Line]}")));
        return Assembly.Load(image.ToArray());
    }
}
