using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Tests.Aws;

/// <summary>
/// AWS's own protocol suites. protocol-suites.json names every case that does not pass, with the trait that the
/// generator refuses or the reason: a case that changes sides, in either direction, fails.
/// </summary>
public class ProtocolSuiteTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [SkippableFact]
    public async Task Every_case_passes_or_is_listed_with_its_reason()
    {
        var cases = Cases(Path.Combine(Path.GetDirectoryName(SharedData.Require("data/aws-protocols/input/ec2.json"))!, ".."));
        var refused = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var sources = new Dictionary<string, IReadOnlyList<string>>();
        var runnable = new List<ProtocolCase>();
        foreach (var item in cases)
        {
            try
            {
                item.Generate(sources);
                runnable.Add(item);
            }
            catch (ModelException e)
            {
                refused[item.Id] = e.Message[(e.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
            }
        }

        var assembly = GeneratedAssembly.Compile(sources.Values.SelectMany(s => s));
        var failed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in runnable)
        {
            if (await item.Run(assembly) is { } reason)
                failed[item.Id] = reason;
        }

        var path = RepositoryFolder.Of("tests", "EbsBackup.Tests", "Aws", "protocol-suites.json");
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        var actual = new { cases = cases.Count, passed = runnable.Count - failed.Count, refused, failed };
        var found = JsonSerializer.Serialize(actual, Readable);
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "protocol-suites.actual.json"), found);
        Assert.Equal(expected["cases"]!.GetValue<int>(), actual.cases);
        Assert.Equal(expected["passed"]!.GetValue<int>(), actual.passed);
        Assert.Equal(Entries(expected["refused"]!), refused);
        Assert.Equal(Entries(expected["failed"]!).Keys, failed.Keys);
    }

    private static List<ProtocolCase> Cases(string folder)
    {
        var cases = new List<ProtocolCase>();
        foreach (var direction in new[] { "input", "output" })
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, direction), "*.json").Order(StringComparer.Ordinal))
            {
                foreach (var suite in JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(s => s!.AsObject()))
                {
                    foreach (var node in suite["cases"]!.AsArray().Select(c => c!.AsObject()))
                    {
                        var id = $"{direction}/{Path.GetFileNameWithoutExtension(file)}/{node["id"]!.GetValue<string>()}";
                        cases.Add(new ProtocolCase(id, cases.Count, suite, node));
                    }
                }
            }
        }

        return cases;
    }

    private static SortedDictionary<string, string> Entries(JsonNode node) =>
        new(node.AsObject().ToDictionary(e => e.Key, e => e.Value!.GetValue<string>()), StringComparer.Ordinal);
}
