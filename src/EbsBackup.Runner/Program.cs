using EbsBackup.Runner.Commands;

const int Misused = 2;
var parsed = EbsBackupCommand.Create().Parse(args);
var exitCode = await parsed.InvokeAsync().ConfigureAwait(false);
return parsed.Errors.Count > 0 ? Misused : exitCode;
