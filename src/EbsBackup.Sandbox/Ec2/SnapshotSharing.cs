using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>Who may make volumes of a snapshot.</summary>
internal static class SnapshotSharing
{
    public static IEnumerable<(string, Func<OperationCall, Structure>)> Operations =>
    [
        ("ModifySnapshotAttribute", ModifySnapshotAttribute), ("DescribeSnapshotAttribute", DescribeSnapshotAttribute),
    ];

    private static Structure ModifySnapshotAttribute(OperationCall call)
    {
        var snapshot = Snapshots.Own(call);
        var changes = call.Input.Structured("CreateVolumePermission");
        var add = Named(changes?.Structures("Add"));
        var remove = Named(changes?.Structures("Remove"));
        var listed = call.Input.Texts("UserIds").Concat(call.Input.Texts("GroupNames")).ToList();
        if (listed.Count > 0)
        {
            if (call.Input.Text("OperationType") is not { } type) throw new AwsErrorException("MissingParameter", "The request must contain the parameter OperationType");
            (type == "add" ? add : remove).AddRange(listed);
        }

        var shared = snapshot.SharedWith ?? new(StringComparer.Ordinal);
        shared.UnionWith(add);
        shared.ExceptWith(remove);
        snapshot.SharedWith = shared.Count > 0 ? shared : null;
        if (shared.Count > 0) call.Region.Ec2.Shared[snapshot.Id] = snapshot;
        else call.Region.Ec2.Shared.Remove(snapshot.Id);
        return [];
    }

    private static Structure DescribeSnapshotAttribute(OperationCall call)
    {
        var snapshot = Snapshots.Own(call);
        return call.Input.Required("Attribute") == "productCodes"
            ? new() { { "SnapshotId", snapshot.Id }, { "ProductCodes", Array.Empty<object>() } }
            : new()
            {
                { "SnapshotId", snapshot.Id },
                { "CreateVolumePermissions", (snapshot.SharedWith ?? []).Select(object (w) => new Structure { { w == "all" ? "Group" : "UserId", w } }).ToList() },
            };
    }

    private static List<string> Named(IEnumerable<Structure>? permissions) =>
        [.. (permissions ?? []).Select(p => p.Text("UserId") ?? p.Text("Group")).OfType<string>()];
}
