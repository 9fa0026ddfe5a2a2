if ($PSVersionTable.PSEdition -eq 'Core') {
    if (-not ('EbsBackup.Loader.ModuleLoadContext' -as [type])) {
        [void][System.Reflection.Assembly]::LoadFrom((Join-Path $PSScriptRoot 'bin/loader/EbsBackup.Loader.dll'))
    }

    $assembly = [EbsBackup.Loader.ModuleLoadContext]::Load((Join-Path $PSScriptRoot 'bin/net8.0/EbsBackup.PowerShell.dll'))
}
else {
    $assembly = [System.Reflection.Assembly]::LoadFile((Join-Path $PSScriptRoot 'bin\net472\EbsBackup.PowerShell.dll'))
    $dependencies = $assembly.GetType('EbsBackup.PowerShell.NetFramework.PrivateDependencies')
    $dependencies::Register()
    $ExecutionContext.SessionState.Module.OnRemove = { $dependencies::Unregister() }
}

$binary = Import-Module -Assembly $assembly -PassThru

# A second import in one session finds the binary module in a cache and exports nothing:
# https://github.com/PowerShell/PowerShell/issues/20710
$export = [System.Management.Automation.PSModuleInfo].GetMethod('AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $binary.ExportedCmdlets.Values) {
    [void]$export.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
}
