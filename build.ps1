# ./build.ps1 build|test|demo|bench|package|clean: the tasks of build.cs, from PowerShell.
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('build', 'test', 'demo', 'bench', 'package', 'clean', 'help')]
    [string] $Task = 'help',

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Rest = @()
)

if (-not (Get-Command dotnet -ErrorAction Ignore)) {
    Write-Error 'build.ps1: the .NET SDK 10 is needed: https://dotnet.microsoft.com/download'
    exit 1
}

Push-Location $PSScriptRoot
try {
    dotnet run --file build.cs -- $Task @Rest
    exit $LASTEXITCODE
}
finally {
    Pop-Location
}
