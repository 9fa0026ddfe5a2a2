using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace EbsBackup.Loader;

/// <summary>
/// Keeps the module's assemblies to itself: another module in the same PowerShell may have loaded
/// a different AWSSDK.Core, and one context holds only one assembly of a name.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly ConcurrentDictionary<string, Lazy<Assembly>> Loaded = new(StringComparer.Ordinal);

    private readonly string _directory;

    private ModuleLoadContext(string directory)
        : base("EbsBackup") => _directory = directory;

    /// <summary>Loads the assembly and, as they are asked for, its neighbours. The same path gives the same assembly.</summary>
    /// <param name="path">The full path of the assembly that holds the cmdlets.</param>
    public static Assembly Load(string path) =>
        Loaded.GetOrAdd(Path.GetFullPath(path), static p => new(() => new ModuleLoadContext(Path.GetDirectoryName(p)!).LoadFromAssemblyPath(p))).Value;

    /// <summary>What does not lie beside the cmdlets, PowerShell itself first of all, comes from the host.</summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_directory, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
