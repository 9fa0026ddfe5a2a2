BeforeAll {
    . "$PSScriptRoot/Fleet.ps1"
}

Describe 'Get-EbsBackupSnapshot' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    BeforeEach { Start-Fleet }
    AfterEach { Stop-EbsBackupSandbox }

    It 'lists our snapshots and nobody else''s' {
        $ids = (Get-EbsBackupSnapshot @there).SnapshotId
        $ids.Count | Should -Be 6
        $ids | Should -Not -Contain 'snap-0aaaaaaaaaaaaa900'
    }

    It 'narrows by <By>' -ForEach @(
        @{ By = 'volume'; Parameters = @{ VolumeId = 'vol-0aaaaaaaaaaaaaaa2' }; Expected = 'snap-0aaaaaaaaaaaaa201' }
        @{ By = 'policy'; Parameters = @{ Policy = 'weekly' }; Expected = 'snap-0aaaaaaaaaaaaa201' }
        @{ By = 'time'; Parameters = @{ After = '2026-01-03T02:00:00Z'; Before = '2026-01-30T02:00:00Z' }; Expected = 'snap-0aaaaaaaaaaaaa103', 'snap-0aaaaaaaaaaaaa120' }
        @{ By = 'snapshot'; Parameters = @{ SnapshotId = 'snap-0aaaaaaaaaaaaa130', 'snap-0aaaaaaaaaaaaa120' }; Expected = 'snap-0aaaaaaaaaaaaa120', 'snap-0aaaaaaaaaaaaa130' }
    ) {
        (Get-EbsBackupSnapshot @there @Parameters).SnapshotId | Sort-Object | Should -Be $Expected
    }

    It 'narrows by instance, as the records know it' {
        $records = $there + @{ BucketName = 'my-records' }
        $loose = New-EbsBackupSnapshot @records -VolumeId $spareVolume, $dataVolume -Policy instances
        (Get-EbsBackupSnapshot @records -InstanceId $instance).SnapshotId | Should -Be $loose.Where{ $_.VolumeId -eq $dataVolume }.SnapshotId
        Get-EbsBackupSnapshot @there -InstanceId 'disk' -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidId,*'
    }

    It 'takes volumes from the pipeline' {
        ($dataVolume, $spareVolume | Get-EbsBackupSnapshot @there).SnapshotId | Should -Be 'snap-0aaaaaaaaaaaaa201'
    }

    It 'says which snapshot is not there and lists the others' {
        (Get-EbsBackupSnapshot @there -SnapshotId 'snap-0aaaaaaaaaaaaa130', 'snap-00000000000000bad' -ErrorVariable failed -ErrorAction SilentlyContinue).SnapshotId | Should -Be 'snap-0aaaaaaaaaaaaa130'
        $failed.FullyQualifiedErrorId | Should -BeLike 'UnknownSnapshot,*'
        $failed.TargetObject | Should -Be 'snap-00000000000000bad'
    }

    It 'lists nothing, not everything, when what is named is no id' {
        Get-EbsBackupSnapshot @there -VolumeId 'disk' -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'gives plain values to JSON and to comparisons' {
        $snapshot = Get-EbsBackupSnapshot @there -SnapshotId 'snap-0aaaaaaaaaaaaa130'
        ($snapshot | ConvertTo-Json | ConvertFrom-Json).VolumeId | Should -Be $bootVolume
        $snapshot.StartTime | Should -BeGreaterThan ([datetimeoffset]'2026-01-29')
        $snapshot.VolumeSize | Should -Be 8
    }

    It 'gives its first results while the rest is read' {
        (Get-EbsBackupSnapshot @there | Select-Object -First 1).SnapshotId | Should -Match '^snap-'
    }
}
