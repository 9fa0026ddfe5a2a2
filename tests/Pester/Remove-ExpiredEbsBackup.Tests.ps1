BeforeAll {
    . "$PSScriptRoot/Fleet.ps1"
}

Describe 'Remove-ExpiredEbsBackup' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    BeforeEach { Start-Fleet }
    AfterEach { Stop-EbsBackupSandbox }

    It 'deletes what is older than 15 days, and nothing else' {
        Remove-ExpiredEbsBackup @there -Confirm:$false -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-EbsBackupSnapshot @there).SnapshotId | Sort-Object |
            Should -Be 'snap-0aaaaaaaaaaaaa102', 'snap-0aaaaaaaaaaaaa103', 'snap-0aaaaaaaaaaaaa120', 'snap-0aaaaaaaaaaaaa130', 'snap-0aaaaaaaaaaaaa201'
    }

    It 'skips what AWS protects, with a warning and no error' {
        Remove-ExpiredEbsBackup @there -Confirm:$false -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction Stop
        $warnings.Count | Should -Be 1
        $warnings[0] | Should -Match 'snap-0aaaaaaaaaaaaa102'
    }

    It 'says of a volume that the policy has no backups of it, once, and goes on with the others' {
        foreach ($whatIf in $true, $false) {
            Remove-ExpiredEbsBackup @there -VolumeId $bootVolume, vol-0fffffffffffffff1 -WhatIf:$whatIf -Confirm:$false -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | Out-Null
            $failed.Count | Should -Be 1
            $failed[0].FullyQualifiedErrorId | Should -BeLike 'NoBackups,*'
            $failed[0].TargetObject | Should -Be 'vol-0fffffffffffffff1'
            $failed[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        }

        (Get-EbsBackupSnapshot @there).SnapshotId | Should -Not -Contain 'snap-0aaaaaaaaaaaaa101'
    }

    It 'shows every snapshot with its reasons and changes nothing with -WhatIf' {
        $decisions = Remove-ExpiredEbsBackup @there -WhatIf
        $decisions.Count | Should -Be 5
        $byAction = $decisions | Group-Object Action -AsHashTable -AsString
        $byAction.Delete.SnapshotId | Sort-Object | Should -Be 'snap-0aaaaaaaaaaaaa101', 'snap-0aaaaaaaaaaaaa102'
        foreach ($decision in $decisions) { $decision.Reasons | Should -Not -BeNullOrEmpty }
        (Get-EbsBackupSnapshot @there).Count | Should -Be 6
    }

    It 'changes nothing under $WhatIfPreference, also when nothing is due' {
        & {
            $WhatIfPreference = $true
            (Remove-ExpiredEbsBackup @there -RetentionDays 400).Action | Sort-Object -Unique | Should -Be 'Keep'
            (Remove-ExpiredEbsBackup @there).Count | Should -Be 5
            $null = $WhatIfPreference
        }

        (Get-EbsBackupSnapshot @there).Count | Should -Be 6
    }

    It 'keeps the newest completed backup of a volume, whatever its age' {
        $decision = Remove-ExpiredEbsBackup @there -Policy weekly -RetentionDays 1 -Confirm:$false -PassThru
        $decision.Action | Should -Be 'Keep'
        $decision.SnapshotId | Should -Be 'snap-0aaaaaaaaaaaaa201'
        $decision.Age.Days | Should -Be 61
    }

    It 'says with -PassThru what became of each' {
        $decisions = Remove-ExpiredEbsBackup @there -Confirm:$false -PassThru -WarningAction SilentlyContinue
        ($decisions | Where-Object SnapshotId -eq 'snap-0aaaaaaaaaaaaa101').Action | Should -Be 'Delete'
        ($decisions | Where-Object SnapshotId -eq 'snap-0aaaaaaaaaaaaa102').Action | Should -Be 'Skip'
        ($decisions | Where-Object SnapshotId -eq 'snap-0aaaaaaaaaaaaa103').Action | Should -Be 'Keep'
    }

    It 'waits for a person when a changed retention would take more than half of a volume''s backups' {
        $ids = foreach ($day in 1..4) {
            (New-EbsBackupSnapshot @there -VolumeId $spareVolume -Policy daily -BucketName my-records).SnapshotId
            $sandbox.AdvanceClock('1.00:00:00')
        }

        $long = $there + @{ Policy = 'daily'; BucketName = 'my-records'; Confirm = $false }
        Remove-ExpiredEbsBackup @long
        $short = $long + @{ RetentionDays = 1 }
        $decisions = Remove-ExpiredEbsBackup @short -PassThru -WarningVariable warnings -WarningAction SilentlyContinue
        $decisions.Action | Sort-Object | Should -Be 'Keep', 'Skip', 'Skip', 'Skip'
        $warnings.Count | Should -Be 1
        $warnings[0] | Should -Match "^3 snapshots of $spareVolume"
        Remove-ExpiredEbsBackup @short -AcceptLargeDeletion
        (Get-EbsBackupSnapshot @there -VolumeId $spareVolume).SnapshotId | Should -Be $ids[3]
    }

    It 'looks at the volumes that are named or piped' {
        (Remove-ExpiredEbsBackup @there -VolumeId $dataVolume -WhatIf -ErrorAction SilentlyContinue) | Should -BeNullOrEmpty
        ($bootVolume | Remove-ExpiredEbsBackup @there -WhatIf).Count | Should -Be 5
        (Get-EbsBackupSnapshot @there -VolumeId $bootVolume | Select-Object -First 1 | Remove-ExpiredEbsBackup -EndpointUrl $sandbox.EndpointUrl -WhatIf).Count | Should -Be 5
    }

    It 'deletes nothing, not everything, when what is named is no volume' {
        Remove-ExpiredEbsBackup @there -VolumeId 'disk' -Confirm:$false -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidId,*'
        (Get-EbsBackupSnapshot @there).Count | Should -Be 6
    }

    It 'deletes the record with its snapshot' {
        New-EbsBackupSnapshot @there -VolumeId $spareVolume -BucketName my-records -Policy short -Wait | Out-Null
        $sandbox.AdvanceClock('00:01:00')
        New-EbsBackupSnapshot @there -VolumeId $spareVolume -BucketName my-records -Policy short -Wait | Out-Null
        $sandbox.AdvanceClock('3.00:00:00')
        $decisions = Remove-ExpiredEbsBackup @there -Policy short -RetentionDays 2 -BucketName my-records -Confirm:$false -PassThru
        $gone = $decisions | Where-Object Action -eq 'Delete'
        @($gone).Count | Should -Be 1
        (Get-EbsBackupSnapshot @there -BucketName my-records).SnapshotId | Should -Not -Contain $gone.SnapshotId
        @(Get-EbsBackupSnapshot @there -BucketName my-records).Count | Should -Be 1
    }

    It 'refuses <Days> days' -ForEach @(@{ Days = 0 }, @{ Days = -1 }) {
        { Remove-ExpiredEbsBackup @there -RetentionDays $Days -Confirm:$false } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'refuses an unknown bucket and deletes nothing' {
        { Remove-ExpiredEbsBackup @there -BucketName no-such-bucket -Confirm:$false } | Should -Throw -ErrorId 'UnknownBucket,*'
        (Get-EbsBackupSnapshot @there).Count | Should -Be 6
    }

    It 'asks before it deletes: a script that cannot be asked deletes nothing' {
        $real = Start-EbsBackupSandbox -SampleFleet
        $shell = (Get-Process -Id $PID).Path
        $before = Get-EbsBackupSnapshot -EndpointUrl $real.EndpointUrl -Region us-east-1
        $output = & $shell -NoProfile -NonInteractive -Command "Import-Module '$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1'; Remove-ExpiredEbsBackup -EndpointUrl $($real.EndpointUrl) -Region us-east-1 -AcceptLargeDeletion -ProfileName default" 2>&1
        $LASTEXITCODE | Should -Be 1
        "$output" | Should -Match 'NonInteractive'
        @(Get-EbsBackupSnapshot -EndpointUrl $real.EndpointUrl -Region us-east-1).Count | Should -Be $before.Count
    }

    It 'shows decisions as a table that fits 100 columns' {
        $lines = (Remove-ExpiredEbsBackup @there -WhatIf | Sort-Object Time | Out-String -Width 100) -split '\r?\n' | Where-Object { $_ }
        $lines[0] | Should -Match '^Action +SnapshotId +VolumeId +Taken \(UTC\) +Age +Why'
        $lines[2] | Should -Match '^Delete +snap-0aaaaaaaaaaaaa101 vol-0aaaaaaaaaaaaaaa1 2026-01-01 02:00 +30d '
    }
}
