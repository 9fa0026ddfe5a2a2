BeforeAll {
    Import-Module "$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1"
}

Describe 'Stop-EbsBackupSandbox' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    It 'stops the one that is piped in and leaves the others' {
        $stays, $goes = (Start-EbsBackupSandbox), (Start-EbsBackupSandbox)
        $goes | Stop-EbsBackupSandbox
        $goes.IsRunning | Should -BeFalse
        { Invoke-RestMethod "$($goes.EndpointUrl)/_sandbox/clock" } | Should -Throw
        $stays.IsRunning | Should -BeTrue
    }

    It 'stops all when none is named' {
        $one, $two = (Start-EbsBackupSandbox), (Start-EbsBackupSandbox)
        Stop-EbsBackupSandbox
        $one.IsRunning, $two.IsRunning | Should -Be $false, $false
    }

    It 'stops nothing with -WhatIf' {
        $sandbox = Start-EbsBackupSandbox
        $sandbox | Stop-EbsBackupSandbox -WhatIf
        $sandbox.IsRunning | Should -BeTrue
    }

    It 'takes a stopped one without complaint' {
        $sandbox = Start-EbsBackupSandbox
        $sandbox, $sandbox | Stop-EbsBackupSandbox -ErrorAction Stop
        $sandbox.IsRunning | Should -BeFalse
    }
}
