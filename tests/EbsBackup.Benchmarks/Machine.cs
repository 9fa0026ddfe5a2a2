using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace EbsBackup.Benchmarks;

/// <summary>What the figures depend on besides the programs.</summary>
internal static class Machine
{
    public static string Describe() =>
        $"{Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, "
        + $"TieredPGO {(AppContext.TryGetSwitch("System.Runtime.TieredPGO", out var pgo) && !pgo ? "off" : "on")}, "
        + $"{(IsPrecompiled(typeof(Machine).Assembly.Location) ? "precompiled" : "not precompiled")}. {Load()}";

    /// <summary>How many programs wanted a processor in the last 1, 5 and 15 minutes; ours are among them.</summary>
    public static string Load() => File.Exists("/proc/loadavg") ? $"Load {string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3))}." : "";

    private static bool IsPrecompiled(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        return image.PEHeaders.CorHeader is { ManagedNativeHeaderDirectory.Size: > 0 };
    }
}
