# The help is written from the cmdlets' documentation comments at build; here it is read as a user reads it.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1"
    $all = foreach ($command in Get-Command -Module EbsBackup) { @{ Name = $command.Name } }
    $examples = foreach ($command in $all) {
        $number = 0
        foreach ($example in (Get-Help $command.Name).examples.example) {
            $number++
            @{ Name = $command.Name; Number = $number; Code = $example.code }
        }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1"
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters
}

Describe 'Get-Help <Name>' -ForEach $all {
    BeforeAll {
        $command = Get-Command $Name
        $help = Get-Help $Name
    }

    It 'has a synopsis, a description and an example' {
        $help.Synopsis | Should -Match '\.$'
        ($help.description | Out-String).Trim() | Should -Match '\.$'
        @($help.examples.example).Count | Should -BeGreaterThan 0
    }

    It 'describes every parameter, and none that is not there' {
        $documented = @($help.parameters.parameter)
        $documented.name | Sort-Object | Should -Be ($command.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object)
        foreach ($parameter in $documented) {
            ($parameter.description | Out-String).Trim() | Should -Match '\.$' -Because $parameter.name
        }
    }

    It 'shows a syntax for every parameter set, with the parameters that are required' {
        $syntaxes = @($help.syntax.syntaxItem)
        $syntaxes.Count | Should -Be $command.ParameterSets.Count
        $required = foreach ($syntax in $syntaxes) { ($syntax.parameter | Where-Object required -eq 'true').name | Sort-Object | Join-String -Separator ',' }
        $required | Sort-Object | Should -Be @($command.ParameterSets | ForEach-Object { ($_.Parameters | Where-Object IsMandatory).Name | Sort-Object | Join-String -Separator ',' } | Sort-Object)
    }

    It 'says what each output type is' {
        foreach ($value in $help.returnValues.returnValue) {
            ($value.description | Out-String).Trim() | Should -Match '\.$' -Because $value.type.name
        }
    }
}

Describe 'Example <Number> of <Name>' -ForEach $examples {
    It 'runs' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        Set-Location $TestDrive
        try {
            # Each example starts the sandbox it needs; a session of its own shows that it needs nothing else.
            $shell = [powershell]::Create().AddScript("`$ErrorActionPreference = 'Stop'; `$ConfirmPreference = 'None'; Set-Location '$TestDrive'; Import-Module '$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1'").AddStatement().AddScript($Code)
            $null = $shell.Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $shell.HadErrors | Should -BeFalse
        }
        finally {
            Stop-EbsBackupSandbox
            Set-Location $PSScriptRoot
        }
    }
}

Describe 'about_EbsBackup' {
    It 'is found by Get-Help' {
        Get-Help about_EbsBackup | Out-String | Should -Match 'EbsBackup'
    }

    It 'names every cmdlet' {
        $text = Get-Help about_EbsBackup | Out-String
        foreach ($command in Get-Command -Module EbsBackup) { $text | Should -Match $command.Name }
    }
}
