using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EbsBackup.Runner.Commands;

namespace EbsBackup.Tests.Runner;

public sealed class PlanCommandTests : IDisposable
{
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ebsbackup-plan");

    public void Dispose() => _folder.Delete(recursive: true);

    // The cases measure from their newest snapshot; here ages are measured from --now. Given that snapshot's time, both are the same.
    [SkippableFact]
    public async Task Every_published_case_keeps_exactly_what_it_must()
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.Require("data/retention/keep-rules.json")));
        var times = document.RootElement.GetProperty("snapshots").EnumerateArray().Select(t => t.GetString()!).ToArray();
        var now = times.MaxBy(t => DateTimeOffset.Parse(t, CultureInfo.InvariantCulture))!;
        foreach (var given in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var policy = given.GetProperty("policy").EnumerateObject().ToList();
            if (policy.Count == 0 || given.GetProperty("name").GetString() == "case-35") continue; // see KeepRulesTests; rules that keep nothing delete nothing
            var rules = string.Join(", ", policy.Select(r => $"\"keep{char.ToUpperInvariant(r.Name[0])}{r.Name[1..]}\": {(r.Value.ValueKind == JsonValueKind.Number ? r.Value.GetRawText() : Duration(r.Value))}"));

            var (exitCode, output, error) = await PlanAsync("{\"retention\":{" + rules + "}}", JsonSerializer.Serialize(times), "--now", now);

            Assert.Equal((0, ""), (exitCode, error));
            using var plan = JsonDocument.Parse(output);
            var kept = plan.RootElement.GetProperty("keep").EnumerateArray().Select(k => k.GetProperty("time").GetString()!).ToList();
            Assert.Equal(given.GetProperty("keep").EnumerateArray().Select(k => k.GetString()!).Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
            Assert.Equal(times.Order(StringComparer.Ordinal), kept.Concat(plan.RootElement.GetProperty("delete").EnumerateArray().Select(d => d.GetString()!)).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Output_has_the_times_as_given_and_every_reason()
    {
        var (exitCode, output, _) = await PlanAsync(
            """{"retention":{"keepWithin":"12h","keepDaily":2,"timeZone":"Europe/Berlin"}}""",
            """["2026-01-30T10:00:00+01:00","2026-01-31T23:30:00Z","2026-01-31T22:30:00.50Z"]""",
            "--now", "2026-02-01T00:00:00Z");
        Assert.Equal(0, exitCode);
        Assert.Equal(
            """{"keep":[{"time":"2026-01-31T23:30:00Z","reasons":["keepDaily","keepWithin","newest completed backup of the volume"]},{"time":"2026-01-31T22:30:00.50Z","reasons":["keepDaily","keepWithin"]}],"delete":["2026-01-30T10:00:00+01:00"]}""",
            JsonNode.Parse(output)!.ToJsonString(AsWritten));
    }

    [Fact]
    public async Task The_example_in_the_documentation_is_what_it_does()
    {
        var blocks = (await File.ReadAllTextAsync(Documentation())).Split("```json\n").Skip(1).Select(b => b.Split("```")[0]).ToArray();
        var (exitCode, output, _) = await PlanAsync(blocks[0], blocks[1], "--now", "2026-02-01T00:00:00Z");
        Assert.Equal((0, blocks[2].ReplaceLineEndings("\n")), (exitCode, output.ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData("""{"retention":{"keepDaily":-2}}""", "[]", "/retention/keepDaily")]
    [InlineData("{}", """["2026-01-31T23:30:00Z", "2026-01-31"]""", "/1")]
    [InlineData("{}", "{}", "the top")]
    [InlineData("{}", "[", "line 1")]
    public async Task Bad_file_is_one_line_of_error_and_exit_code_1(string policy, string snapshots, string where)
    {
        var (exitCode, output, error) = await PlanAsync(policy, snapshots);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(where, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Now_that_is_no_instant_and_a_missing_option_are_misuse()
    {
        Assert.NotEmpty(EbsBackupCommand.Create().Parse(["plan", "--policy", "p", "--snapshots", "s", "--now", "yesterday"]).Errors);
        Assert.NotEmpty(EbsBackupCommand.Create().Parse(["plan", "--policy", "p"]).Errors);
        Assert.Empty(EbsBackupCommand.Create().Parse(["plan", "--policy", "p", "--snapshots", "s", "--now", "2026-02-01T00:00:00Z"]).Errors);
    }

    private static string Documentation([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs", "policies.md");

    private async Task<(int ExitCode, string Output, string Error)> PlanAsync(string policy, string snapshots, params string[] more)
    {
        var (policyPath, snapshotsPath) = (Path.Combine(_folder.FullName, "policy.json"), Path.Combine(_folder.FullName, "snapshots.json"));
        await File.WriteAllTextAsync(policyPath, policy);
        await File.WriteAllTextAsync(snapshotsPath, snapshots);
        using StringWriter output = new(), error = new();
        var exitCode = await EbsBackupCommand.Create().Parse(["plan", "--policy", policyPath, "--snapshots", snapshotsPath, .. more])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }

    private static string Duration(JsonElement span)
    {
        int Part(string name) => span.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
        return $"\"P{Part("years")}Y{Part("months")}M{Part("days")}DT{Part("hours")}H\"";
    }
}
