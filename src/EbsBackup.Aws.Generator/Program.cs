using System.Text.Json;
using EbsBackup.Aws.Generator;
using EbsBackup.Aws.Generator.Model;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: EbsBackup.Aws.Generator <folder of services.json> <folder to write to>");
    return 2;
}

try
{
    var (models, output) = (args[0], Directory.CreateDirectory(args[1]).FullName);
    var written = new HashSet<string>();
    foreach (var (key, settings) in ClientGenerator.ReadSettings(File.ReadAllText(Path.Combine(models, "services.json"))))
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(models, key + ".json")));
        foreach (var (name, text) in ClientGenerator.Generate(new ServiceModel(key, settings, json.RootElement)))
        {
            written.Add(Path.Combine(output, name));
            File.WriteAllText(Path.Combine(output, name), text);
        }
    }

    foreach (var stale in Directory.EnumerateFiles(output, "*.g.cs").Where(f => !written.Contains(f)))
        File.Delete(stale);
    return 0;
}
catch (Exception e) when (e is ModelException or IOException or JsonException)
{
    // The shape that MSBuild shows as an error of the build.
    Console.Error.WriteLine($"EbsBackup.Aws.Generator : error AWSGEN : {e.Message}");
    return 1;
}
