# Windows PowerShell 5.1 runs on .NET Framework. Where that is absent, Mono's strict loader stands in for it: it compares
# assembly versions as .NET Framework does. It proves the library and the handler that finds its dependencies, not the cmdlets.
BeforeDiscovery {
    $mono = (Get-Command mono -CommandType Application -ErrorAction Ignore) -and (Get-Command mcs -CommandType Application -ErrorAction Ignore)
}

Describe 'The library on .NET Framework' -Skip:(-not $mono -or $PSVersionTable.PSEdition -ne 'Core') {
    BeforeAll {
        $module = Resolve-Path "$PSScriptRoot/../../out/EbsBackup"
        Import-Module "$module/EbsBackup.psd1"
        $sandbox = Start-EbsBackupSandbox
        $probe = "$TestDrive/Probe.exe"
        mcs -r:Microsoft.CSharp.dll "-out:$probe" "$PSScriptRoot/NetFrameworkProbe.cs"
        $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY = $sandbox.AccessKeyId, $sandbox.SecretAccessKey
    }

    AfterAll {
        $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY = $null, $null
        $sandbox | Stop-EbsBackupSandbox
    }

    It 'calls AWS from a foreign folder, with every dependency from its own' {
        $output = mono --assembly-loader=strict $probe "$module/bin/net472" $sandbox.EndpointUrl with-handler
        $LASTEXITCODE | Should -Be 0 -Because "$output"
        $output[0] | Should -Match '222222222222'
        $output | Should -Contain 'loaded System.Text.Json'
    }

    It 'cannot do so without the handler' {
        $output = mono --assembly-loader=strict $probe "$module/bin/net472" $sandbox.EndpointUrl without-handler
        $LASTEXITCODE | Should -Be 1
        $output -join "`n" | Should -Match 'Could not load'
    }

    It 'gives nothing to other requesters' {
        $output = mono --assembly-loader=strict $probe "$module/bin/net472" $sandbox.EndpointUrl as-a-stranger
        $output[0] | Should -Match 'FileNotFoundException'
    }
}
