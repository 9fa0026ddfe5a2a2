using System.Diagnostics;
using System.Globalization;

namespace EbsBackup.Tests.Moto;

/// <summary>moto, an AWS that nobody here wrote, with snapshots that can be made older. Skips the test where it is absent.</summary>
internal sealed class MotoServer : IDisposable
{
    private readonly Process _process;

    private MotoServer(Process process, int port) => (_process, EndpointUrl) = (process, $"http://127.0.0.1:{port}");

    public string EndpointUrl { get; }

    public static MotoServer Start()
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-u");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Moto", "backdating_moto.py"));
        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip.If(true, "python3 is not installed");
        }

        process!.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var port = process.StandardOutput.ReadLine();
        if (port is null) process.Dispose();
        Skip.If(port is null, "python3 has no moto with its server (pip install 'moto[server]')");
        return new MotoServer(process, int.Parse(port!, CultureInfo.InvariantCulture));
    }

    public void MakeOlder(string snapshotId, int days)
    {
        _process.StandardInput.WriteLine($"{snapshotId} {days.ToString(CultureInfo.InvariantCulture)}");
        _process.StandardInput.Flush();
        Assert.Equal(snapshotId, _process.StandardOutput.ReadLine());
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
