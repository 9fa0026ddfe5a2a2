using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>Tags put on and taken off resources of every type.</summary>
internal static class Tags
{
    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations => [("CreateTags", CreateTags), ("DeleteTags", DeleteTags), ("DescribeTags", DescribeTags)];

    private static Structure CreateTags(OperationCall call)
    {
        var tags = TagSet.Read(call.Input.Structures("Tags"));
        TagSet.Check(tags);
        // All or none, as in EC2.
        var resources = Named(call);
        foreach (var resource in resources) resource.Tags.CheckRoomFor(tags);
        foreach (var resource in resources) resource.Tags.Set(tags);
        return [];
    }

    private static Structure DeleteTags(OperationCall call)
    {
        var tags = call.Input.Structures("Tags").ToList();
        foreach (var resource in Named(call))
        {
            var own = resource.Tags.Where(t => !t.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)).ToList();
            foreach (var (key, value) in own)
            {
                // A tag named with a value goes only with that value; no tags named means all.
                if (tags.Count == 0 || tags.Exists(t => t.Text("Key") == key && (t.Text("Value") is not { } v || v == value))) resource.Tags[key] = null;
            }
        }

        return [];
    }

    private static Structure DescribeTags(OperationCall call)
    {
        var start = Paging.Start(call);
        var filters = call.Input.Structures("Filters").Select(f => (Name: f.Text("Name") ?? "", Patterns: f.Texts("Values"))).ToList();
        foreach (var (name, _) in filters)
        {
            if (name is not ("key" or "resource-id" or "resource-type" or "value") && !name.StartsWith("tag:", StringComparison.Ordinal))
                throw new AwsErrorException("InvalidParameterValue", $"The filter '{name}' is invalid");
        }

        var found = from resource in call.Region.Ec2.All
                    where resource.VisibleAt <= call.Now
                    from tag in resource.Tags
                    where filters.TrueForAll(f => f.Patterns.Any(p => Wildcard.Matches(p, Value(f.Name, resource, tag) ?? "\0")))
                    select (resource, tag);
        return Paging.Page(call, "Tags", found.Select((f, i) => (i + 1L, f)).Skip((int)start), f => new()
        {
            { "Key", f.tag.Key },
            { "Value", f.tag.Value },
            { "ResourceId", f.resource.Id },
            { "ResourceType", f.resource.ResourceType },
        });
    }

    private static string? Value(string filter, Ec2Resource resource, KeyValuePair<string, string> tag) => filter switch
    {
        "key" => tag.Key,
        "value" => tag.Value,
        "resource-id" => resource.Id,
        "resource-type" => resource.ResourceType,
        _ => resource.Tags[filter[4..]],
    };

    private static List<Ec2Resource> Named(OperationCall call)
    {
        var resources = new List<Ec2Resource>();
        foreach (var id in call.Input.Texts("Resources"))
        {
            call.About(id);
            resources.Add(call.Region.Ec2.Find(id) ?? throw Ids.Missing(id.Split('-')[0], id));
        }

        return resources;
    }
}
