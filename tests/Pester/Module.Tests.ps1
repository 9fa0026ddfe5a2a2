BeforeAll {
    $manifest = (Resolve-Path "$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1").Path
    $shell = (Get-Process -Id $PID).Path
    $cmdlets = 'Get-EbsBackupSnapshot', 'Get-OrgBackupCoverage', 'Get-OrgBackupReport', 'New-EbsBackupSnapshot', 'Remove-ExpiredEbsBackup', 'Repair-EbsBackupCatalog', 'Start-EbsBackupSandbox', 'Stop-EbsBackupSandbox', 'Test-EbsBackupPolicy'

    # In a process of its own: what is loaded cannot be unloaded.
    function Invoke-Fresh([string] $Script) {
        $output = & $shell -NoProfile -NonInteractive -Command $Script 2>&1
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = @($output | ForEach-Object { "$_" }) }
    }

    # Add-Type gives its assemblies names of its own; the compiler beneath it does not.
    function Build-OtherCore([string] $Path) {
        Add-Type 'public class LoadsTheCompiler { }'
        $tree = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText('[assembly: System.Reflection.AssemblyVersion("3.3.0.0")] namespace Other { public static class Core { public static string Version { get { return typeof(Core).Assembly.GetName().Version.ToString(); } } } }')
        $compilation = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create(
            'AWSSDK.Core',
            [Microsoft.CodeAnalysis.SyntaxTree[]]$tree,
            [Microsoft.CodeAnalysis.MetadataReference[]][Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location),
            [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary'))
        [Microsoft.CodeAnalysis.FileSystemExtensions]::Emit($compilation, $Path).Success | Should -BeTrue
    }
}

Describe 'The module' {
    It 'has a valid manifest' {
        (Test-ModuleManifest $manifest).Version | Should -Be ([xml](Get-Content "$PSScriptRoot/../../Directory.Build.props" -Raw)).SelectSingleNode('//Version').InnerText
    }

    It 'exports its cmdlets and nothing else' {
        $module = Import-Module $manifest -Force -PassThru
        $module.ExportedCommands.Keys | Sort-Object | Should -Be $cmdlets
    }

    It 'exports its cmdlets again when it is imported again and again' {
        $run = Invoke-Fresh "Import-Module '$manifest'; Import-Module '$manifest' -Force; Import-Module '$manifest' -Force; (Get-Command -Module EbsBackup).Name; (Start-EbsBackupSandbox).IsRunning"
        $run.Output | Should -Be ($cmdlets + 'True')
    }

    It 'leaves no command behind when it is removed' {
        $run = Invoke-Fresh "Import-Module '$manifest'; Remove-Module EbsBackup; @(Get-Command -Module EbsBackup).Count; (Import-Module '$manifest' -PassThru).ExportedCommands.Count"
        $run.Output | Should -Be '0', "$($cmdlets.Count)"
    }

    It 'is imported with a prefix' {
        $run = Invoke-Fresh "Import-Module '$manifest' -Prefix My; (Get-Command -Module EbsBackup).Name"
        $run.Output | Should -Be ($cmdlets -replace '-', '-My')
    }

    It 'ships no part of PowerShell' {
        Get-ChildItem (Split-Path $manifest) -Recurse -Include 'System.Management.Automation.dll', 'PowerShellStandard*', '*.pdb' | Should -BeNullOrEmpty
    }

    It 'passes the script analyzer' -Skip:(-not (Get-Module -ListAvailable PSScriptAnalyzer)) {
        foreach ($path in (Split-Path $manifest), $PSScriptRoot, "$PSScriptRoot/../../build.ps1") {
            Invoke-ScriptAnalyzer $path -Recurse -Settings "$PSScriptRoot/../ScriptAnalyzerSettings.psd1" | Out-String | Should -BeNullOrEmpty
        }
    }
}

Describe 'Beside a module that has loaded another AWSSDK.Core' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    BeforeAll {
        $other = Join-Path $TestDrive 'Other'
        New-Item -ItemType Directory $other | Out-Null
        Build-OtherCore "$other/AWSSDK.Core.dll"
        Set-Content "$other/Other.psm1" '[void][System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/AWSSDK.Core.dll"); function Get-OtherVersion { [Other.Core]::Version }'
        $use = '$s = Start-EbsBackupSandbox; Get-EbsBackupSnapshot -EndpointUrl $s.EndpointUrl -Region us-east-1; Get-OtherVersion; "done"'
    }

    It 'works when it comes <Order>' -ForEach @(
        @{ Order = 'second'; First = 'other'; Second = 'manifest' }
        @{ Order = 'first'; First = 'manifest'; Second = 'other' }
    ) {
        $paths = @{ other = "$other/Other.psm1"; manifest = $manifest }
        $run = Invoke-Fresh "Import-Module '$($paths[$First])'; Import-Module '$($paths[$Second])'; $use"
        $run.Output | Should -Be '3.3.0.0', 'done'
    }

    It 'keeps its own AWSSDK.Core in a context of its own' {
        $run = Invoke-Fresh "Import-Module '$other/Other.psm1'; Import-Module '$manifest'; $use; [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'AWSSDK.Core' } | ForEach-Object { '{0} {1}' -f [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name, `$_.GetName().Version } | Sort-Object"
        $run.Output | Should -Be '3.3.0.0', 'done', 'Default 3.3.0.0', 'EbsBackup 4.0.0.0'
    }
}
