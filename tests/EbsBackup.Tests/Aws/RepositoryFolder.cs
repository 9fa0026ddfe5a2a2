namespace EbsBackup.Tests.Aws;

/// <summary>Finds folders of the repository from where the tests run.</summary>
internal static class RepositoryFolder
{
    private static readonly string Root = Find();

    public static string Of(params string[] path) => Path.Combine([Root, .. path]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EbsBackup.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("EbsBackup.sln is above no folder of the tests.");
    }
}
