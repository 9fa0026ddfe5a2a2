BeforeAll {
    . "$PSScriptRoot/Fleet.ps1"
}

Describe 'Repair-EbsBackupCatalog' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    BeforeEach {
        Start-Fleet
        $records = $there + @{ BucketName = 'my-records' }
    }

    AfterEach { Stop-EbsBackupSandbox }

    It 'shows with -WhatIf what it would do, and changes nothing' {
        $decisions = Repair-EbsBackupCatalog @records -WhatIf
        $decisions.Count | Should -Be 6
        $decisions.Action | Sort-Object -Unique | Should -Be 'Create'
        $decisions[0].Reason | Should -Be 'the snapshot has no record'
        $decisions[0].Key | Should -Be 'snapshots/222222222222/us-east-1/vol-0aaaaaaaaaaaaaaa1/snap-0aaaaaaaaaaaaa101.json'
        Get-EbsBackupSnapshot @records | Should -BeNullOrEmpty
    }

    It 'builds the catalogue from tags alone, and finds it in order afterwards' {
        Repair-EbsBackupCatalog @records | Should -BeNullOrEmpty
        (Get-EbsBackupSnapshot @records).SnapshotId | Sort-Object | Should -Be ((Get-EbsBackupSnapshot @there).SnapshotId | Sort-Object)
        Repair-EbsBackupCatalog @records -WhatIf | Should -BeNullOrEmpty
    }

    It 'refreshes a pending record, and says so with -PassThru' {
        Repair-EbsBackupCatalog @records
        $taken = New-EbsBackupSnapshot @records -VolumeId $spareVolume
        $sandbox.AdvanceClock('00:10:00')
        $repaired = Repair-EbsBackupCatalog @records -PassThru
        $repaired.Action | Should -Be 'Refresh'
        $repaired.SnapshotId | Should -Be $taken.SnapshotId
        (Get-EbsBackupSnapshot @records -SnapshotId $taken.SnapshotId).State | Should -Be 'completed'
    }

    It 'adopts the original program''s records into a policy' {
        $body = '{"snapshotId":"snap-0aaaaaaaaaaaaa900","volumeId":"vol-0aaaaaaaaaaaaaaa1","startTime":"2025-06-01 02:00:00+00:00","state":"pending","progress":"","volumeSize":8}'
        $null = Invoke-WebRequest "$($sandbox.EndpointUrl)/my-records/snapshots/snap-0aaaaaaaaaaaaa900.json" -Method Put -Body $body
        Repair-EbsBackupCatalog @records -AdoptPolicy original
        $adopted = Get-EbsBackupSnapshot @records -Policy original
        $adopted.SnapshotId | Should -Be 'snap-0aaaaaaaaaaaaa900'
        $adopted.State | Should -Be 'completed'
        (Get-EbsBackupSnapshot @there -Policy original).SnapshotId | Should -Be 'snap-0aaaaaaaaaaaaa900'
    }

    It 'changes nothing under $WhatIfPreference' {
        & {
            $WhatIfPreference = $true
            (Repair-EbsBackupCatalog @records).Count | Should -Be 6
            $null = $WhatIfPreference
        }

        Get-EbsBackupSnapshot @records | Should -BeNullOrEmpty
    }

    It 'refuses <Bucket> with <Id>' -ForEach @(@{ Bucket = 'no-such-bucket'; Id = 'UnknownBucket' }, @{ Bucket = '../etc'; Id = 'InvalidId' }) {
        { Repair-EbsBackupCatalog @there -BucketName $Bucket } | Should -Throw -ErrorId "$Id,*"
    }

    It 'shows decisions as a table that fits 100 columns' {
        $lines = (Repair-EbsBackupCatalog @records -WhatIf | Out-String -Width 100) -split '\r?\n' | Where-Object { $_ }
        $lines[0] | Should -Match '^Action +SnapshotId +VolumeId +Policy +Why'
        $lines[2] | Should -Match '^Create +snap-0aaaaaaaaaaaaa101 vol-0aaaaaaaaaaaaaaa1 default +the snapshot has no record'
    }
}
