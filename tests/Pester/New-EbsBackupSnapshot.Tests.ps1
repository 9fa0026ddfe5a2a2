BeforeAll {
    . "$PSScriptRoot/Fleet.ps1"

    function Get-State { Invoke-RestMethod "$($sandbox.EndpointUrl)/_sandbox/state" }
    function Get-Snapshot { (Get-State).accounts.Where{ $_.id -eq '222222222222' }.regions.'us-east-1'.snapshots }
}

Describe 'New-EbsBackupSnapshot' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    BeforeEach { Start-Fleet }
    AfterEach { Stop-EbsBackupSandbox }

    It 'takes a volume, tags it by the create call and records it' {
        $snapshot = New-EbsBackupSnapshot @there -VolumeId $spareVolume -BucketName my-records
        $snapshot.VolumeId | Should -Be $spareVolume
        $snapshot.SnapshotId | Should -Match '^snap-[0-9a-f]{17}$'
        $snapshot.State | Should -Be 'pending'
        $snapshot.Tags.'ebs-backup:policy' | Should -Be 'default'
        $snapshot.Tags.'ebs-backup:volume' | Should -Be $spareVolume
        (Get-EbsBackupSnapshot @there -BucketName my-records).SnapshotId | Should -Be $snapshot.SnapshotId
    }

    It 'takes every volume of an instance as one set' {
        $snapshots = New-EbsBackupSnapshot @there -InstanceId $instance
        $snapshots.VolumeId | Sort-Object | Should -Be $bootVolume, $dataVolume
        $snapshots.BackupSet | Should -Be $instance, $instance
    }

    It 'takes the volumes that carry all tags' {
        (New-EbsBackupSnapshot @there -Tag @{ Backup = 'daily' }).VolumeId | Sort-Object | Should -Be $bootVolume, $dataVolume
        New-EbsBackupSnapshot @there -Tag @{ Backup = 'daily'; Team = 'x' } -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed.Count | Should -Be 1
    }

    It 'takes volumes from the pipeline, by value and by property' {
        ($bootVolume, $spareVolume | New-EbsBackupSnapshot @there).Count | Should -Be 2
        ([pscustomobject]@{ VolumeId = $dataVolume } | New-EbsBackupSnapshot @there).VolumeId | Should -Be $dataVolume
    }

    It 'takes the Region from the pipeline' {
        [pscustomobject]@{ VolumeId = $spareVolume; Region = 'eu-west-1' }, [pscustomobject]@{ VolumeId = $spareVolume; Region = 'us-east-1' } |
            New-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl -ErrorVariable failed -ErrorAction SilentlyContinue | ForEach-Object Region | Should -Be 'us-east-1'
        $failed.FullyQualifiedErrorId | Should -BeLike 'UnknownVolume,*'
    }

    It 'adds description and tags' {
        $snapshot = New-EbsBackupSnapshot @there -VolumeId $spareVolume -Description 'before the upgrade' -SnapshotTag @{ Team = 'data'; Empty = $null } -Policy hourly
        $snapshot.Description | Should -Be 'before the upgrade'
        $snapshot.Tags.Team | Should -Be 'data'
        $snapshot.Tags.Empty | Should -Be ''
        $snapshot.Policy | Should -Be 'hourly'
    }

    It 'waits until the snapshot is complete' {
        (New-EbsBackupSnapshot @there -VolumeId $spareVolume -Wait).State | Should -Be 'completed'
    }

    It 'shows with -WhatIf why each volume is in or out, and changes nothing' {
        $before = @(Get-Snapshot).Count
        $shown = New-EbsBackupSnapshot @there -InstanceId $instance -BucketName my-records -ExcludeBootVolume -WhatIf | Sort-Object VolumeId
        $shown.VolumeId | Should -Be $bootVolume, $dataVolume
        $shown.Action | Should -Be 'Skip', 'Create'
        $shown.Reason | Should -Be "left out: $instance starts from it", "attached to $instance"
        @(Get-Snapshot).Count | Should -Be $before
        Get-EbsBackupSnapshot @there -BucketName my-records | Should -BeNullOrEmpty
    }

    It 'leaves out boot volumes, data volumes and excluded tags' {
        (New-EbsBackupSnapshot @there -InstanceId $instance -ExcludeBootVolume).VolumeId | Should -Be $dataVolume
        (New-EbsBackupSnapshot @there -Tag @{ Backup = 'd*' } -ExcludeDataVolume).VolumeId | Should -Be $bootVolume
        New-EbsBackupSnapshot @there -Tag @{ Backup = 'daily' } -ExcludeTag @{ 'Back*' = 'dail?' } -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'NothingLeft,*'
    }

    It 'names with -WhatIf the volumes that no tag selected, too' {
        $shown = New-EbsBackupSnapshot @there -Tag @{ Backup = 'daily' } -WhatIf
        ($shown | Where-Object VolumeId -eq $spareVolume).Reason | Should -Be 'not tagged Backup=daily'
        ($shown | Where-Object Action -eq 'Create').Count | Should -Be 2
    }

    It 'works in several Regions and accounts in one run, and one that cannot be entered stops no other' {
        $roles = 'arn:aws:iam::222222222222:role/Operator', 'arn:aws:iam::333333333333:role/Nobody'
        $taken = New-EbsBackupSnapshot @there -VolumeId $spareVolume -BucketName my-records -RegionName us-east-1, eu-west-1 -AccountRoleArn $roles -ErrorVariable failed -ErrorAction SilentlyContinue
        $taken.VolumeId | Should -Be $spareVolume
        $taken.AccountId | Should -Be '222222222222'
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'RoleNotAssumable,*'
        (Get-EbsBackupSnapshot @there -BucketName my-records).SnapshotId | Should -Be $taken.SnapshotId
    }

    It 'takes the others when one is unknown and one is no id' {
        $snapshot = New-EbsBackupSnapshot @there -VolumeId 'vol-00000000000000bad', 'disk', $spareVolume -ErrorVariable failed -ErrorAction SilentlyContinue
        $snapshot.VolumeId | Should -Be $spareVolume
        $failed.FullyQualifiedErrorId -replace ',.*' | Sort-Object | Should -Be 'InvalidId', 'UnknownVolume'
        $failed.TargetObject | Sort-Object | Should -Be 'disk', 'vol-00000000000000bad'
        $failed.CategoryInfo.Category | Sort-Object | Should -Be 'InvalidArgument', 'ObjectNotFound'
        foreach ($record in $failed) { $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty }
    }

    It 'takes nothing when nothing that is named is a volume' {
        New-EbsBackupSnapshot @there -VolumeId 'disk' -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'stops at the first error with -ErrorAction Stop' {
        { New-EbsBackupSnapshot @there -VolumeId 'vol-00000000000000bad' -ErrorAction Stop } | Should -Throw -ErrorId 'UnknownVolume,*'
    }

    It 'refuses <Case> with <Id>' -ForEach @(
        @{ Case = 'an unknown instance'; Id = 'UnknownInstance'; Parameters = @{ InstanceId = 'i-00000000000000bad' } }
        @{ Case = 'an unknown bucket'; Id = 'UnknownBucket'; Parameters = @{ VolumeId = 'vol-0aaaaaaaaaaaaaaa3'; BucketName = 'no-such-bucket' } }
        @{ Case = 'a bucket in another Region'; Id = 'BucketElsewhere'; Parameters = @{ VolumeId = 'vol-0aaaaaaaaaaaaaaa3'; BucketName = 'far-away' } }
        @{ Case = 'an impossible bucket name'; Id = 'InvalidId'; Parameters = @{ VolumeId = 'vol-0aaaaaaaaaaaaaaa3'; BucketName = '../Etc' } }
        @{ Case = 'an impossible policy name'; Id = 'InvalidId'; Parameters = @{ VolumeId = 'vol-0aaaaaaaaaaaaaaa3'; Policy = '../x' } }
        @{ Case = 'an unknown Region'; Id = 'UnknownRegion'; Parameters = @{ VolumeId = 'vol-0aaaaaaaaaaaaaaa3'; Region = 'us-erst-1' } }
        @{ Case = 'an unknown role'; Id = 'RoleNotAssumable'; Parameters = @{ VolumeId = 'vol-0aaaaaaaaaaaaaaa3'; RoleArn = 'arn:aws:iam::222222222222:role/Nobody' } }
        @{ Case = 'an unknown profile'; Id = 'UnknownProfile'; Parameters = @{ VolumeId = 'vol-0aaaaaaaaaaaaaaa3'; ProfileName = 'nobody' } }
    ) {
        $all = $there + @{}
        foreach ($key in $Parameters.Keys) { $all[$key] = $Parameters[$key] }
        $before = @(Get-Snapshot).Count
        { New-EbsBackupSnapshot @all -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
        $Error[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        @(Get-Snapshot).Count | Should -Be $before
    }

    It 'is stopped by Ctrl+C while it waits' {
        Invoke-RestMethod "$($sandbox.EndpointUrl)/_sandbox/clock" -Method Post -Body '{"frozen":true}' | Out-Null
        $before = @(Get-Snapshot).Count
        $stopped = Stop-WhileRunning "New-EbsBackupSnapshot -EndpointUrl $($sandbox.EndpointUrl) -Region us-east-1 -VolumeId $spareVolume -Wait" { @(Get-Snapshot).Count -gt $before }
        $stopped.State | Should -Be 'Stopped'
        $stopped.Milliseconds | Should -BeLessThan 2000
    }

    It 'shows a table that fits 80 columns' {
        $lines = (New-EbsBackupSnapshot @there -VolumeId $dataVolume | Out-String -Width 80) -split '\r?\n' | Where-Object { $_ }
        $lines[0] | Should -Match '^SnapshotId +VolumeId +Started \(UTC\) +State +GiB'
        $lines[2] | Should -Match "^snap-[0-9a-f]{17} $dataVolume 2026-01-31 23:3\d pending +100$"
    }
}
