using System.Reflection;
using System.Text.Json;
using Amazon.KeyManagementService;
using Amazon.SecurityToken;
using Amazon.SSO;
using EbsBackup.Aws.Generator;
using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Tests.Aws;

/// <summary>
/// Clients generated for services whose official packages are at hand have the same public types and members:
/// one query service, one json service, one rest-json service. public-shape.txt lists every difference.
/// </summary>
public class PublicShapeTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public async Task Generated_clients_look_like_the_official_packages()
    {
        var folder = RepositoryFolder.Of("tests", "EbsBackup.Tests", "Aws", "models");
        var differences = new List<string>();
        var members = 0;
        foreach (var (key, settings) in ClientGenerator.ReadSettings(await File.ReadAllTextAsync(Path.Combine(folder, "services.json"))))
        {
            using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, key + ".json")));
            var model = new ServiceModel(key, settings, json.RootElement);
            var generated = Types(GeneratedAssembly.Compile(ClientGenerator.Generate(model).Values));
            var official = Types(Official(key));
            differences.AddRange(official.Keys.Except(generated.Keys).Select(type => $"official only: {type}"));
            differences.AddRange(generated.Keys.Except(official.Keys).Select(type => $"generated only: {type}"));
            foreach (var type in official.Keys.Intersect(generated.Keys))
            {
                members += official[type].Intersect(generated[type]).Count();
                differences.AddRange(official[type].Except(generated[type]).Select(line => $"official only: {type}.{line}"));
                differences.AddRange(generated[type].Except(official[type]).Select(line => $"generated only: {type}.{line}"));
            }
        }

        await File.WriteAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "public-shape.actual.txt"), differences.Prepend($"# {members} equal"));
        var listed = await File.ReadAllLinesAsync(RepositoryFolder.Of("tests", "EbsBackup.Tests", "Aws", "public-shape.txt"));
        Assert.Equal(
            string.Join('\n', listed.Where(l => !l.StartsWith('#')).Order(StringComparer.Ordinal)),
            string.Join('\n', differences.Order(StringComparer.Ordinal)));
        Assert.True(members > 1500, $"only {members} public members are equal");
    }

    private static Assembly Official(string key) => key switch
    {
        "sts" => typeof(AmazonSecurityTokenServiceClient).Assembly,
        "kms" => typeof(AmazonKeyManagementServiceClient).Assembly,
        _ => typeof(AmazonSSOClient).Assembly,
    };

    /// <summary>Public types with their members, but those in namespaces called Internal: nobody is meant to use them.</summary>
    private static Dictionary<string, HashSet<string>> Types(Assembly assembly) =>
        assembly.GetExportedTypes()
            .Where(t => t.Namespace!.StartsWith("Amazon.", StringComparison.Ordinal) && !t.Namespace.Split('.').Contains("Internal"))
            .ToDictionary(t => t.FullName!, t => Members(t).Prepend($"base : {Name(t.BaseType)}").ToHashSet());

    private static IEnumerable<string> Members(Type type) =>
        type.GetMembers(Declared).Select(m => m switch
        {
            MethodBase { IsPublic: false, IsFamily: false, IsFamilyOrAssembly: false } => null,
            MethodInfo { IsSpecialName: true } method when method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("set_", StringComparison.Ordinal) => null,
            MethodInfo { IsPrivate: true } => null,
            MethodInfo method => $"{method.Name}({Parameters(method)}) : {Name(method.ReturnType)}",
            ConstructorInfo constructor => $"new({Parameters(constructor)})",
            PropertyInfo property when Visible(property.GetMethod) || Visible(property.SetMethod) =>
                $"{property.Name} : {Name(property.PropertyType)} {{ {(Visible(property.GetMethod) ? "get; " : "")}{(Visible(property.SetMethod) ? "set; " : "")}}}",
            FieldInfo { IsPublic: true } field => $"{field.Name} : {Name(field.FieldType)} = {Value(field)}",
            _ => null,
        }).OfType<string>();

    private static bool Visible(MethodInfo? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    /// <summary>A constant's text is what goes over the wire.</summary>
    private static string Value(FieldInfo field) => field.IsStatic ? field.GetValue(null)?.ToString() ?? "null" : "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = " + (p.DefaultValue ?? "default") : "")}"));

    private static string Name(Type? type) =>
        type is null ? "" : !type.IsGenericType ? type.FullName ?? type.Name
        : $"{type.Namespace}.{type.Name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
}
