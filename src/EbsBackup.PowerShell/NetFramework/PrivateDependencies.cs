#if NETFRAMEWORK
using System.Reflection;

namespace EbsBackup.PowerShell.NetFramework;

/// <summary>
/// .NET Framework has no load contexts, and Windows PowerShell reads no binding redirects of ours. The module is loaded
/// by LoadFile, which finds nothing by itself; this finds the files beside it, for our own assemblies and nobody else's.
/// </summary>
public static class PrivateDependencies
{
    private static readonly string Directory = Path.GetDirectoryName(typeof(PrivateDependencies).Assembly.Location)!;

    public static void Register() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    public static void Unregister() => AppDomain.CurrentDomain.AssemblyResolve -= Resolve;

    private static Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        if (!IsOurs(args.RequestingAssembly))
            return null;
        var path = Path.Combine(Directory, new AssemblyName(args.Name).Name + ".dll");
        return File.Exists(path) ? Assembly.LoadFile(path) : null;
    }

    private static bool IsOurs(Assembly? requester) =>
        requester is { IsDynamic: false } && string.Equals(Path.GetDirectoryName(requester.Location), Directory, StringComparison.OrdinalIgnoreCase);
}
#endif
