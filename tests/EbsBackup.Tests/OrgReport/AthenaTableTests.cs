using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using EbsBackup.OrgReport;
using EbsBackup.Sandbox;
using EbsBackup.Sessions;
using EbsBackup.Tests.Aws;

namespace EbsBackup.Tests.OrgReport;

/// <summary>The table that docs/org-report.md defines for Athena, held against the files of a report. Athena itself does not run here.</summary>
public sealed partial class AthenaTableTests : IAsyncLifetime
{
    private readonly string _page = File.ReadAllText(RepositoryFolder.Of("docs", "org-report.md"));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ebsbackup-athena-");

    private string Definition => _page[_page.IndexOf("CREATE EXTERNAL TABLE", StringComparison.Ordinal).._page.IndexOf("');", StringComparison.Ordinal)];

    public async Task InitializeAsync()
    {
        var sandbox = EbsBackup.Sandbox.Sandbox.Create(new SandboxOptions { SampleFleet = true });
        using var session = new AwsSession(new SessionOptions
        {
            Region = "us-east-1",
            EndpointUrl = "http://localhost:3",
            Credentials = () => new AccessKeys(sandbox.DefaultKey.AccessKeyId, sandbox.DefaultKey.SecretAccessKey),
            HttpHandler = new SandboxHandler(sandbox),
        });
        using var reporter = new OrgReporter(session, new()
        {
            ManagementRoleArn = "arn:aws:iam::111111111111:role/Backup-Report-Role", KeyLayout = KeyLayout.Hive, IncludeCopyJobs = true, OutputPath = _folder.FullName,
        });
        Assert.Equal(Outcome.Succeeded, (await reporter.WriteAsync()).Outcome);
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public void Each_column_is_in_the_lines_with_values_of_its_type()
    {
        var columns = Column().Matches(Definition[..Definition.IndexOf("PARTITIONED BY", StringComparison.Ordinal)]).Select(match => (Name: match.Groups[1].Value, Type: match.Groups[2].Value)).ToList();
        var rows = Lines().Select(line => JsonDocument.Parse(line).RootElement.EnumerateObject().ToList()).ToList();

        Assert.Equal(13, columns.Count);
        Assert.NotEmpty(rows);
        Assert.All(columns, column =>
        {
            var values = rows.SelectMany(row => row.Where(member => member.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase))).Select(member => member.Value).ToList();
            Assert.NotEmpty(values);
            Assert.All(values, value => Assert.True(Fits(value, column.Type), $"{column.Name} {column.Type}: {value}"));
        });

        // The SerDe reads names in lower case: two that differ in case alone would be one column twice.
        Assert.All(rows, row => Assert.Equal(row.Count, row.Select(member => member.Name.ToLowerInvariant()).Distinct().Count()));
    }

    [Fact]
    public void Folders_are_the_partitions_that_the_table_projects_and_hold_nothing_else()
    {
        var location = Regex.Match(Definition, "LOCATION 's3://BUCKET/([^']+)'").Groups[1].Value;
        var keys = Partition().Matches(Definition[Definition.IndexOf("PARTITIONED BY", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value).ToList();
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder.FullName, location), "*", SearchOption.AllDirectories));
        var folders = Path.GetRelativePath(Path.Combine(_folder.FullName, location), Path.GetDirectoryName(file)!).Split(Path.DirectorySeparatorChar);

        Assert.Equal(["year", "month", "day"], keys);
        Assert.Equal(keys, folders.Select(folder => folder.Split('=')[0]));
        Assert.All(folders.Select(folder => folder.Split('=')), folder =>
        {
            var range = Regex.Match(Definition, $"'projection.{folder[0]}.range' = '([0-9]+),([0-9]+)'");
            Assert.InRange(int.Parse(folder[1], CultureInfo.InvariantCulture), int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture));
            var digits = Regex.Match(Definition, $"'projection.{folder[0]}.digits' = '([0-9])'");
            if (digits.Success) Assert.Equal(digits.Groups[1].Value, folder[1].Length.ToString(CultureInfo.InvariantCulture));
        });
    }

    private IEnumerable<string> Lines() => Directory.GetFiles(_folder.FullName, "BackupJobs-*.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadLines);

    private static bool Fits(JsonElement value, string type) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "bigint" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => false,
    };

    [GeneratedRegex(@"\b([a-z]+) (string|boolean|bigint|[a-z]+)(?=[,)])")]
    private static partial Regex Column();

    [GeneratedRegex(@"\b([a-z]+) string(?=[,)])")]
    private static partial Regex Partition();
}
