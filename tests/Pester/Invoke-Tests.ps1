# Tests the module in out/EbsBackup on the PowerShell that runs this. Exit code 0 only if all pass.
[CmdletBinding()]
param(
    # Where the results go, as JUnit XML.
    [string] $OutputPath = (Join-Path $PSScriptRoot '../../out/test-results/pester.xml'),

    # Some test files instead of all.
    [string[]] $Path = $PSScriptRoot
)

$ErrorActionPreference = 'Stop'
if (-not (Test-Path (Join-Path $PSScriptRoot '../../out/EbsBackup/EbsBackup.psd1'))) {
    throw 'There is no module in out/EbsBackup: run ./build.sh build first.'
}

$results = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputPath)
[void][System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($results))

# Escape sequences in a message would make the results invalid XML.
$env:NO_COLOR = '1'
if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }

Import-Module Pester -MinimumVersion 5.5
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.TestResult.Enabled = $true
$configuration.TestResult.OutputFormat = 'JUnitXml'
$configuration.TestResult.OutputPath = $results

$run = Invoke-Pester -Configuration $configuration
exit [int]($run.Result -ne 'Passed')
