using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>What the create calls have in common: tags on creation, delayed visibility.</summary>
internal static class NewResource
{
    /// <summary>The tags that the call asks for, for that type of resource.</summary>
    /// <param name="allowed">The types that the operation can tag.</param>
    public static List<KeyValuePair<string, string>> Tags(OperationCall call, string type, params string[] allowed)
    {
        var read = new List<KeyValuePair<string, string>>();
        foreach (var specification in call.Input.Structures("TagSpecifications"))
        {
            var named = specification.Text("ResourceType")
                ?? throw new AwsErrorException("MissingParameter", "The request must contain the parameter ResourceType");
            if (named != type && !allowed.Contains(named))
                throw new AwsErrorException("InvalidParameterValue", $"'{named}' is not a valid taggable resource type for this operation.");
            var tags = TagSet.Read(specification.Structures("Tags"));
            if (tags.Count == 0) throw new AwsErrorException("InvalidParameterValue", "Tag specification must have at least one tag");
            if (named == type) read.AddRange(tags);
        }

        TagSet.Check(read);
        new TagSet().CheckRoomFor(read);
        return read;
    }

    public static T Born<T>(OperationCall call, T resource, IEnumerable<KeyValuePair<string, string>> tags)
        where T : Ec2Resource
    {
        resource.Tags.Set(tags);
        resource.VisibleAt = call.Now + call.State.Ids.UpTo(call.Sandbox.Options.VisibilityDelay);
        call.About(resource.Id);
        return resource;
    }
}
