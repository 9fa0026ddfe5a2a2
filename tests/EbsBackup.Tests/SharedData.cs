namespace EbsBackup.Tests;

/// <summary>Files that developers and CI have beside the repository; a test that needs one skips where it is absent.</summary>
internal static class SharedData
{
    public static string Require(string path)
    {
        var found = Find(path);
        Skip.If(found is null, $"../shared/{path} is not beside this repository");
        return found!;
    }

    private static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "EbsBackup.sln"))) continue;
            var file = Path.Combine(folder.Parent?.FullName ?? folder.FullName, "shared", path);
            return File.Exists(file) ? file : null;
        }

        return null;
    }
}
