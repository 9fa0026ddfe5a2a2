using System.Collections;
using System.Runtime.InteropServices;

namespace EbsBackup.Sandbox.State;

/// <summary>Resources in the order of their making and by id. A page goes on after a number, whatever was deleted meanwhile.</summary>
internal sealed class OrderedStore<T> : IEnumerable<T>
    where T : class
{
    private readonly List<(long Number, string Id, T Item)> _items = [];
    private readonly Dictionary<string, (long Number, T Item)> _byId = new(StringComparer.Ordinal);
    private long _last;

    public int Count => _items.Count;

    public void Add(string id, T item)
    {
        if (!_byId.TryAdd(id, (++_last, item))) throw new InvalidOperationException($"{id} is there already.");
        _items.Add((_last, id, item));
    }

    public T? Find(string id) => _byId.TryGetValue(id, out var found) ? found.Item : null;

    public long NumberOf(string id) => _byId[id].Number;

    public bool Remove(string id)
    {
        if (!_byId.Remove(id, out var found)) return false;
        _items.RemoveAt(IndexAfter(found.Number - 1));
        return true;
    }

    /// <summary>The items after that number, each with its own.</summary>
    public IEnumerable<(long Number, T Item)> After(long number)
    {
        for (var i = IndexAfter(number); i < _items.Count; i++) yield return (_items[i].Number, _items[i].Item);
    }

    public IEnumerator<T> GetEnumerator()
    {
        foreach (var (_, _, item) in _items) yield return item;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexAfter(long number)
    {
        var items = CollectionsMarshal.AsSpan(_items);
        int low = 0, high = items.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (items[middle].Number <= number) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
