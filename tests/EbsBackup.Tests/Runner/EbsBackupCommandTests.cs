using System.CommandLine;
using EbsBackup.Runner.Commands;

namespace EbsBackup.Tests.Runner;

public sealed class EbsBackupCommandTests
{
    [Theory]
    [InlineData("--help", "ebsbackup [command] [options]")]
    [InlineData("run --help", "ebsbackup run [options]")]
    public void Help_names_the_command_that_was_typed(string arguments, string usage)
    {
        var output = new StringWriter();
        Assert.Equal(0, EbsBackupCommand.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output }));
        Assert.Contains(usage, output.ToString(), StringComparison.Ordinal);
    }
}
