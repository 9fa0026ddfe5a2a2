using System.Text.Json;
using System.Text.Json.Nodes;
using EbsBackup.Aws.Generator;
using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Tests.Aws;

/// <summary>
/// Random inputs, from the models, for every operation in use: boto3 and the generated clients send the same requests.
/// </summary>
public class SameCallsTests
{
    private const int CallsPerOperation = 2;

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(20260131)]
    public async Task Boto3_sends_the_same_bodies(int seed)
    {
        var calls = Calls(seed);
        await using var recorder = new RecordingServer();
        var path = Path.Combine(Path.GetTempPath(), $"same-calls-{Guid.NewGuid():N}.json");
        string said;
        try
        {
            await File.WriteAllTextAsync(path, new JsonArray([.. calls.Select(c => c.Json())]).ToJsonString());
            said = Python.Run("same_calls.py", recorder.Url, path);
        }
        finally
        {
            File.Delete(path);
        }

        var theirs = recorder.Take();
        foreach (var call in calls)
            await call.Send(recorder.Url);
        var ours = recorder.Take();

        Assert.True(calls.Count == theirs.Count, $"boto3 sent {theirs.Count} of {calls.Count} requests: {said}");
        Assert.Equal(calls.Count, ours.Count);
        for (var i = 0; i < calls.Count; i++)
            Assert.Equal($"{calls[i].Name}\n{CanonicalRequest.Of(theirs[i])}", $"{calls[i].Name}\n{CanonicalRequest.Of(ours[i])}");
    }

    private static List<RandomCall> Calls(int seed)
    {
        var random = new Random(seed);
        var folder = RepositoryFolder.Of("src", "EbsBackup.Aws", "models");
        var calls = new List<RandomCall>();
        foreach (var (key, settings) in ClientGenerator.ReadSettings(File.ReadAllText(Path.Combine(folder, "services.json"))))
        {
            var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, key + ".json")));
            var model = new ServiceModel(key, settings, json.RootElement);
            foreach (var operation in model.Operations)
            {
                for (var i = 0; i < CallsPerOperation; i++)
                    calls.Add(new RandomCall(model, operation, random));
            }
        }

        return calls;
    }
}
