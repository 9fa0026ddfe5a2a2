# What docs/powershell.md says of scripts.
BeforeAll {
    $manifest = "$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1"
    $shell = (Get-Process -Id $PID).Path
    $failing = "Import-Module '$manifest'; `$s = Start-EbsBackupSandbox; New-EbsBackupSnapshot -EndpointUrl `$s.EndpointUrl -Region us-east-1 -VolumeId vol-00000000000000bad"
}

Describe 'A script whose volume is not there' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    It 'ends with <Code> <When>' -ForEach @(
        @{ Code = 0; When = 'when it does not care'; Before = ''; After = "`n'went on'" }
        @{ Code = 1; When = 'when it stops at errors'; Before = "`$ErrorActionPreference = 'Stop'`n"; After = "`n'went on'" }
        @{ Code = 1; When = 'when it counts errors'; Before = ''; After = ' -ErrorVariable failed; exit [int]($failed.Count -gt 0)' }
    ) {
        Set-Content "$TestDrive/script.ps1" ($Before + $failing + $After)
        & $shell -NoProfile -NonInteractive -File "$TestDrive/script.ps1" *> $null
        $LASTEXITCODE | Should -Be $Code
    }

    It 'ends with 1 as the last command of -Command' {
        & $shell -NoProfile -NonInteractive -Command $failing *> $null
        $LASTEXITCODE | Should -Be 1
    }
}

Describe 'docs/first-session.ps1' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    It 'runs to its end, with a table for each step' {
        $output = & $shell -NoProfile -NonInteractive -File "$PSScriptRoot/../../docs/first-session.ps1" 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $output
        $output | Should -Match 'SnapshotId +VolumeId +Started \(UTC\)'
        $output | Should -Match 'Action +SnapshotId +VolumeId +Taken \(UTC\) +Age +Why'
        $output | Should -Match 'Created \(UTC\) +State +AccountId'
        $output | Should -Match 'Outcome +: Succeeded'
    }
}
