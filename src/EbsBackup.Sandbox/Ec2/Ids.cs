using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>EC2's ids, and the codes for malformed and missing ones.</summary>
internal static class Ids
{
    public static AwsErrorException Malformed(string kind, string id) => kind switch
    {
        "snap" when !id.StartsWith("snap-", StringComparison.Ordinal) => Value(id, "snapshotId", "snap"),
        "snap" => new("InvalidSnapshotID.Malformed", $"The snapshot ID '{id}' is not valid."),
        "vol" when !id.StartsWith("vol-", StringComparison.Ordinal) => Value(id, "volumeId", "vol"),
        "vol" => new("InvalidVolumeID.Malformed", $"The volume ID '{id}' is not valid."),
        "ami" => new("InvalidAMIID.Malformed", $"Invalid id: \"{id}\" (expecting \"ami-...\")"),
        _ => new("InvalidInstanceID.Malformed", $"Invalid id: \"{id}\""),
    };

    public static AwsErrorException Missing(string kind, string id) => kind switch
    {
        "snap" => new("InvalidSnapshot.NotFound", $"The snapshot '{id}' does not exist."),
        "vol" => new("InvalidVolume.NotFound", $"The volume '{id}' does not exist."),
        "ami" => new("InvalidAMIID.NotFound", $"The image id '[{id}]' does not exist"),
        "i" => new("InvalidInstanceID.NotFound", $"The instance ID '{id}' does not exist"),
        _ => new("InvalidID", $"The ID '{id}' is not valid"),
    };

    /// <summary>The id, once its form is right: the prefix, then 8 or 17 hexadecimal digits.</summary>
    public static string Check(string kind, string id)
    {
        var rest = id.StartsWith(kind + "-", StringComparison.Ordinal) ? id[(kind.Length + 1)..] : "";
        return rest.Length is 8 or 17 && rest.All(char.IsAsciiHexDigitLower) ? id : throw Malformed(kind, id);
    }

    private static AwsErrorException Value(string id, string parameter, string prefix) =>
        new("InvalidParameterValue", $"Value ({id}) for parameter {parameter} is invalid. Expected: '{prefix}-...'.");
}
