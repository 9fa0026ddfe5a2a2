using System.CommandLine;
using EbsBackup.Runner.Commands;

const int Misused = 2;
var parsed = EbsBackupCommand.Create().Parse(args);

// Ctrl+C and SIGTERM let what has begun end and the lease go back; the calls under way are cut at once.
var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }).ConfigureAwait(false);
return parsed.Errors.Count > 0 ? Misused : exitCode;
