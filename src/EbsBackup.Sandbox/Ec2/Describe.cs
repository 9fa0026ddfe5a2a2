using EbsBackup.Sandbox.Http;
using EbsBackup.Sandbox.Protocols;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox.Ec2;

/// <summary>What the Describe calls have in common: ids or filters, visibility, pages.</summary>
internal static class Describe
{
    public static IEnumerable<(long Number, T Item)> Select<T>(OperationCall call, OrderedStore<T> store, string kind, IReadOnlyList<string> ids, Filters<T> filters, Func<T, bool>? also = null)
        where T : Ec2Resource
    {
        if (ids.Count > 0 && call.Input.Has("MaxResults"))
            throw new AwsErrorException("InvalidParameterCombination", $"The parameter {kind switch { "snap" => "SnapshotId", "vol" => "VolumeId", "ami" => "ImageId", _ => "InstanceId" }} cannot be used with the parameter MaxResults");

        var start = Paging.Start(call);
        var chosen = ids.Count > 0
            ? ids.Distinct().Select(id => (Number: 0L, Item: Visible(call, store, kind, id))).ToList()
            : store.After(start);
        return chosen.Where(c => c.Item.VisibleAt <= call.Now && (also is null || also(c.Item)) && filters.Fit(c.Item));
    }

    private static T Visible<T>(OperationCall call, OrderedStore<T> store, string kind, string id)
        where T : Ec2Resource
    {
        Ids.Check(kind, id);
        return store.Find(id) is { } found && found.VisibleAt <= call.Now ? found : throw Ids.Missing(kind, id);
    }
}
