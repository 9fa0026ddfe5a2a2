using System.Text.RegularExpressions;
using EbsBackup.Selection;

namespace EbsBackup.Snapshots;

/// <summary>A snapshot's description out of a template: {policy}, {slot}, {run}, {volume}, {instance}, {device} and {name}; anything else stays as it is.</summary>
internal static class DescriptionTemplate
{
    public const string Default = "EbsBackup policy {policy}, slot {slot}";

    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html
    private const int Longest = 255;

    private static readonly Regex Placeholder = new(@"\{([a-z]+)\}", RegexOptions.CultureInvariant);

    /// <param name="volume">For a set, whose snapshots get one description, any of its volumes: what differs among them is left empty.</param>
    public static string Fill(string template, PolicyName policy, Slot slot, string run, SelectedVolume volume)
    {
        var isSet = volume.BackupSet is not null;
        var text = Placeholder.Replace(template, found => found.Groups[1].Value switch
        {
            "policy" => policy.Value,
            "slot" => slot.ToString(),
            "run" => run,
            "volume" => isSet ? "" : volume.VolumeId.Value,
            "device" => isSet ? "" : volume.Device ?? "",
            "name" => !isSet && volume.Tags.TryGetValue("Name", out var name) ? name : "",
            "instance" => volume.InstanceId?.Value ?? "",
            _ => found.Value,
        });
        return text.Length <= Longest ? text : text.Substring(0, Longest);
    }
}
