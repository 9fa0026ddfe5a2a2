BeforeAll {
    Import-Module "$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1"
    $now = '2026-02-01T00:00:00Z'
    $three = '2026-01-29T23:30:00Z', '2026-01-31T23:30:00Z', '2026-01-30T23:30:00Z'
}

Describe 'Test-EbsBackupPolicy' {
    It 'shows newest first what stays and goes, with every reason' {
        $plan = $three | Test-EbsBackupPolicy -KeepDaily 2 -KeepWithin 12h -Now $now
        $plan.Action | Should -Be 'Keep', 'Keep', 'Delete'
        $plan[0].Time | Should -Be ([datetimeoffset]'2026-01-31T23:30:00Z')
        $plan[0].Reasons | Should -Be 'keepDaily', 'keepWithin', 'newest completed backup of the volume'
        $plan[1].Reasons | Should -Be 'keepDaily'
    }

    It 'reads a policy file' {
        Set-Content "$TestDrive/policy.json" '{ "name": "nightly", "retention": { "keepLast": 1, "timeZone": "Europe/Berlin" } }'
        $plan = Test-EbsBackupPolicy "$TestDrive/policy.json" -Snapshot $three -Now $now
        $plan.Action | Should -Be 'Keep', 'Delete', 'Delete'
    }

    It 'judges objects with a VolumeId volume by volume' {
        $backups = foreach ($volume in 'vol-0000000a', 'vol-0000000b') {
            foreach ($time in $three) { [pscustomobject]@{ VolumeId = $volume; StartTime = [datetimeoffset]$time } }
        }
        $plan = $backups | Test-EbsBackupPolicy -KeepLast 1 -Now $now
        ($plan | Where-Object Action -EQ Keep).VolumeId | Should -Be 'vol-0000000a', 'vol-0000000b'
        ($plan | Where-Object Action -EQ Delete).Count | Should -Be 4
    }

    It 'deletes nothing under rules that keep nothing' {
        $plan = $three | Test-EbsBackupPolicy -KeepLast 0 -Now $now
        $plan.Action | Should -Be 'Keep', 'Skip', 'Skip'
    }

    It 'simulates a leap year day by day' {
        $days = Test-EbsBackupPolicy -KeepDaily 7 -KeepMonthly 12 -TimeZone America/New_York -Simulate -Every 1h -Now '2028-01-01T05:00:00Z'
        $days.Count | Should -Be 366
        ($days | Measure-Object Taken -Sum).Sum | Should -Be 8784
        $days[-1].Alive | Should -Be 18
        $days[-1].LongestGap | Should -Be ([timespan]'31.00:00:00')
        ($days | Select-Object -First 1 | Out-String) | Should -Match 'Date +Taken +Deleted +Alive +Oldest \(UTC\) +Longest gap'
    }

    It 'names the file, the place and the remedy when the policy is wrong' {
        Set-Content "$TestDrive/bad.json" '{ "retention": { "keepDaily": -7 } }'
        $failure = { Test-EbsBackupPolicy "$TestDrive/bad.json" -Snapshot $three } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'PolicyInvalid,*'
        $failure.Exception.Message | Should -BeLike '*/retention/keepDaily*bad.json*-7*'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-1 for all*'
    }

    It 'refuses <_> as a time between backups' -ForEach '1d12h', 'often', '0h' {
        { Test-EbsBackupPolicy -KeepLast 1 -Simulate -Every $_ } | Should -Throw -ErrorId 'InvalidId,*'
    }
}
