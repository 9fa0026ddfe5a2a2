BeforeAll {
    Import-Module "$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1"
}

AfterAll {
    Stop-EbsBackupSandbox
}

Describe 'Start-EbsBackupSandbox' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    It 'gives the address of an endpoint that answers' {
        $sandbox = Start-EbsBackupSandbox
        $sandbox.EndpointUrl | Should -Match '^http://127\.0\.0\.1:\d+$'
        $sandbox.IsRunning | Should -BeTrue
        (Invoke-RestMethod "$($sandbox.EndpointUrl)/_sandbox/clock").frozen | Should -BeFalse
    }

    It 'runs several side by side' {
        $first, $second = (Start-EbsBackupSandbox), (Start-EbsBackupSandbox)
        $first.Port | Should -Not -Be $second.Port
    }

    It 'takes the port it is given, and says when that is taken' {
        $first = Start-EbsBackupSandbox
        { Start-EbsBackupSandbox -Port $first.Port } | Should -Throw -ErrorId 'SandboxNotStarted,*'
        $Error[0].CategoryInfo.Category | Should -Be 'ResourceBusy'
        $first | Stop-EbsBackupSandbox
        (Start-EbsBackupSandbox -Port $first.Port).Port | Should -Be $first.Port
    }

    It 'refuses a port that cannot be' {
        { Start-EbsBackupSandbox -Port 65536 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'moves its clock' {
        $sandbox = Start-EbsBackupSandbox
        $before = $sandbox.Now
        $sandbox.AdvanceClock('20.00:00:00')
        ($sandbox.Now - $before).TotalDays | Should -BeGreaterThan 19.99
    }

    It 'starts nothing with -WhatIf' {
        Start-EbsBackupSandbox -WhatIf | Should -BeNullOrEmpty
    }

    It 'shows its address and no secret' {
        $text = Start-EbsBackupSandbox | Out-String
        $text | Should -Match 'http://127\.0\.0\.1:\d+'
        $text | Should -Not -Match 'Secret'
    }

    It 'starts from a state file' {
        Set-Content "$TestDrive/state.json" '{"schemaVersion":1,"now":"2026-01-31T23:30:00Z","defaultAccount":"222222222222","accounts":[{"id":"222222222222","name":"Reporting","email":"reporting@example.com","regions":{}}]}'
        $sandbox = Start-EbsBackupSandbox -StatePath "$TestDrive/state.json"
        $sandbox.Now.UtcDateTime.ToString('s') | Should -BeLike '2026-01-31T23:30:*'
    }

    It 'starts from a state file on a drive of PowerShell' {
        New-Item "TestDrive:/drive" -ItemType Directory | Out-Null
        Set-Content 'TestDrive:/drive/state.json' '{"schemaVersion":1,"accounts":[]}'
        (Start-EbsBackupSandbox -StatePath 'TestDrive:/drive/state.json').IsRunning | Should -BeTrue
    }

    It 'names the state file that it cannot read: <Name>' -ForEach @(
        @{ Name = 'absent' }
        @{ Name = 'broken'; Text = '{"accounts": [' }
        @{ Name = 'empty'; Text = '' }
        @{ Name = 'of another kind'; Text = '[1,2,3]' }
    ) {
        $path = "$TestDrive/$Name.json"
        if ($null -ne $Text) { Set-Content $path $Text }
        { Start-EbsBackupSandbox -StatePath $path } | Should -Throw -ErrorId 'SandboxNotStarted,*'
        $Error[0].TargetObject | Should -Be $path
        $Error[0].ErrorDetails.RecommendedAction | Should -Match 'state file'
    }
}

Describe 'Start-EbsBackupSandbox on Windows PowerShell' -Skip:($PSVersionTable.PSEdition -eq 'Core') {
    It 'says where the sandbox runs instead' {
        { Start-EbsBackupSandbox } | Should -Throw -ErrorId 'SandboxNeedsPowerShell7,*'
    }
}
