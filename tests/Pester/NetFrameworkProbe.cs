using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;

// Does what the module does in Windows PowerShell 5.1: LoadFile from a foreign folder, then calls AWS.
static class Probe
{
    static int Main(string[] args)
    {
        var folder = args[0];
        var cmdlets = Assembly.LoadFile(Path.Combine(folder, "EbsBackup.PowerShell.dll"));
        var handler = cmdlets.GetType("EbsBackup.PowerShell.NetFramework.PrivateDependencies", true);
        if (args[2] != "without-handler")
            handler.GetMethod("Register").Invoke(null, null);
        try
        {
            if (args[2] == "as-a-stranger")
                Assembly.Load("AWSSDK.Core");
            var library = Assembly.LoadFile(Path.Combine(folder, "EbsBackup.dll"));
            var optionsType = library.GetType("EbsBackup.Sessions.SessionOptions", true);
            var options = Activator.CreateInstance(optionsType);
            optionsType.GetProperty("Region").SetValue(options, "us-east-1");
            optionsType.GetProperty("EndpointUrl").SetValue(options, args[1]);
            var sessionType = library.GetType("EbsBackup.Sessions.AwsSession", true);
            dynamic session = Activator.CreateInstance(sessionType, options);
            dynamic task = sessionType.GetMethod("GetIdentityAsync").Invoke((object)session, new object[] { CancellationToken.None });
            Console.WriteLine(task.GetAwaiter().GetResult());
            foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic && a.Location.StartsWith(folder)))
                Console.WriteLine("loaded " + assembly.GetName().Name);
            return 0;
        }
        catch (Exception e)
        {
            Console.WriteLine(e.GetBaseException());
            return 1;
        }
    }
}
