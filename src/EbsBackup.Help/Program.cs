using System.Reflection;
using System.Xml.Linq;
using EbsBackup.Help;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: EbsBackup.Help CMDLETS.dll HELP.xml     (the comments, as the compiler wrote them, lie beside the assemblies)");
    return 2;
}

var assemblyPath = Path.GetFullPath(args[0]);
var directory = Path.GetDirectoryName(assemblyPath)!;
AppDomain.CurrentDomain.AssemblyResolve += (_, missing) =>
    Path.Combine(directory, new AssemblyName(missing.Name).Name + ".dll") is var path && File.Exists(path) ? Assembly.LoadFrom(path) : null;

var comments = new DocumentationComments(Directory.EnumerateFiles(directory, "EbsBackup*.xml").Select(path => XDocument.Load(path)));
var cmdlets = Assembly.LoadFrom(assemblyPath).GetExportedTypes().Select(CmdletType.Read).OfType<CmdletType>().OrderBy(c => c.Name, StringComparer.Ordinal);
var help = new MamlWriter(comments).Write(cmdlets);
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[1]))!);
help.Save(args[1]);
return 0;
