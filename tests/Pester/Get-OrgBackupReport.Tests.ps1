BeforeAll {
    . "$PSScriptRoot/Fleet.ps1"
    Start-Fleet
    $management = $there + @{ ManagementRoleArn = $managementRole }
}

AfterAll { Stop-EbsBackupSandbox }

Describe 'Get-OrgBackupReport' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    It 'streams the jobs of every account when no destination is given' {
        $jobs = Get-OrgBackupReport @management
        $jobs.BackupJobId.Count | Should -Be 3
        $jobs.AccountId | Sort-Object -Unique | Should -Be '222222222222', '333333333333'
        ($jobs | Where-Object State -eq 'FAILED').StatusMessage | Should -Be "=1+1, `"denied`"`nnext $([char]::ConvertFromUtf32(0x1F4A5))"
    }

    It 'writes a CSV per state, a manifest, and gives one report' {
        $report = Get-OrgBackupReport @management -OutputPath "$TestDrive/reports"
        @($report).Count | Should -Be 1
        $report.Outcome | Should -Be 'Succeeded'
        $report.Jobs | Should -Be 3
        $report.Counts['COMPLETED'], $report.Counts['COMPLETED_WITH_ISSUES'], $report.Counts['FAILED'] | Should -Be 2, 1, 1
        $failed = Import-Csv "$TestDrive/reports/BackupReports/2026/01/31/BackupReport-FAILED-31-Jan-2026.csv"
        @($failed).Count | Should -Be 1
        $failed.AccountId | Should -Be '333333333333'
        foreach ($file in $report.Files) { Test-Path "$TestDrive/reports/$($file.Key)" | Should -BeTrue }
        (Get-Content $report.Manifests[0] -Raw | ConvertFrom-Json).jobs | Should -Be 3
    }

    It 'writes the same files to a bucket' {
        $report = Get-OrgBackupReport @management -BucketName my-records
        $report.Outcome | Should -Be 'Succeeded'
        $report.Manifests | Should -BeLike 's3://my-records/BackupReports/2026/01/31/*'
    }

    It 'takes a day or hours' {
        (Get-OrgBackupReport @management -Date 2026-01-15).BackupJobId | Should -Be 'AAAAAAAA-0000-4000-8000-000000000003'
        (Get-OrgBackupReport @management -Hours 17).Count | Should -Be 1
        (Get-OrgBackupReport @management -Hours 720).Count | Should -Be 4
    }

    It 'takes a folder on a drive of PowerShell, and another prefix' {
        Get-OrgBackupReport @management -OutputPath 'TestDrive:/other' -KeyPrefix 'team/reports' | Out-Null
        Test-Path "$TestDrive/other/team/reports/2026/01/31" | Should -BeTrue
    }

    It 'writes nothing with -WhatIf' {
        Get-OrgBackupReport @management -OutputPath "$TestDrive/none" -WhatIf | Should -BeNullOrEmpty
        Test-Path "$TestDrive/none" | Should -BeFalse
    }

    It 'gives the external id to the management role' {
        $guarded = 'arn:aws:iam::111111111111:role/Guarded-Role'
        (Get-OrgBackupReport @there -ManagementRoleArn $guarded -ExternalId report-42).Count | Should -Be 3
        { Get-OrgBackupReport @there -ManagementRoleArn $guarded } | Should -Throw -ErrorId 'RoleNotAssumable,*'
    }

    It 'refuses <Case> with <Id>' -ForEach @(
        @{ Case = 'an unknown role'; Id = 'RoleNotAssumable'; Parameters = @{ ManagementRoleArn = 'arn:aws:iam::111111111111:role/Nobody' } }
        @{ Case = 'what is no role'; Id = 'InvalidId'; Parameters = @{ ManagementRoleArn = 'nobody' } }
        @{ Case = 'a day to come'; Id = 'DateInTheFuture'; Parameters = @{ Date = [datetime]'2027-01-01' } }
        @{ Case = 'hours that AWS does not keep'; Id = 'HoursNotKept'; Parameters = @{ Hours = 721 } }
        @{ Case = 'a prefix that leaves the folder'; Id = 'InvalidId'; Parameters = @{ KeyPrefix = '../up' } }
        @{ Case = 'a date that is none'; Id = 'CannotConvertArgumentNoMessage'; Parameters = @{ Date = '2026-02-30' } }
        @{ Case = 'a date with hours'; Id = 'AmbiguousParameterSet'; Parameters = @{ Date = [datetime]'2026-01-31'; Hours = 2 } }
    ) {
        $all = $management + @{}
        foreach ($key in $Parameters.Keys) { $all[$key] = $Parameters[$key] }
        { Get-OrgBackupReport @all } | Should -Throw -ErrorId "$Id,*"
    }

    It 'says who may list the jobs of all accounts' {
        $failed = $null
        Get-OrgBackupReport @there -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'NotTheManagementAccount,*'
    }

    It 'reports an unknown bucket as a failed report, with the error' {
        $report = Get-OrgBackupReport @management -BucketName no-such-bucket -ErrorVariable failed -ErrorAction SilentlyContinue
        $report.Outcome | Should -Be 'Failed'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'UnknownBucket,*'
    }

    It 'shows jobs and reports readably' {
        $lines = (Get-OrgBackupReport @management | Where-Object State -eq 'FAILED' | Out-String -Width 120) -split '\r?\n' | Where-Object { $_ }
        $lines[0] | Should -Match '^Created \(UTC\) +State +AccountId +Type +Resource +Size Message'
        $lines[2] | Should -Match '^2026-01-31 07:00 FAILED +333333333333 RDS +orders +=1\+1, "denied" next'
        $text = Get-OrgBackupReport @management -OutputPath "$TestDrive/view" | Out-String -Width 120
        $text | Should -Match 'Window +: 2026-01-30 23:30 to 2026-01-31 23:30 UTC'
        $text | Should -Match 'Counts +: COMPLETED 2, COMPLETED_WITH_ISSUES 1, FAILED 1'
    }

    It 'shows what nothing protects with -IncludeCoverage, on the page, in the counts and as files' {
        $report = Get-OrgBackupReport @there -ManagementRoleArn $managementRole -IncludeCoverage -ExcludeAccountId 111111111111, 333333333333 -OutputPath "$TestDrive/covered"
        $report.Outcome, $report.Coverage.Outcome | Should -Be 'Succeeded', 'Succeeded'
        $report.Coverage.Counts['Unprotected'] | Should -BeGreaterThan 0
        $page = Get-Content "$TestDrive/covered/$(($report.Files | Where-Object Category -eq 'HTML').Key)" -Raw
        $page | Should -Match '<section id="coverage">'
        $page | Should -Match $spareVolume
        Get-ChildItem "$TestDrive/covered/BackupCoverage" -Recurse -Filter coverage.csv | Should -HaveCount 1
    }

    It 'gives the errors of the coverage too, and the report all the same' {
        $report = Get-OrgBackupReport @there -ManagementRoleArn $managementRole -IncludeCoverage -OutputPath "$TestDrive/closed" -ErrorVariable failed -ErrorAction SilentlyContinue
        $report.Outcome, $report.Coverage.Outcome | Should -Be 'Partial', 'Partial'
        $failed.FullyQualifiedErrorId | Should -BeLike 'RoleNotAssumable,*'
    }

    It 'lets the resources follow the jobs without a destination' {
        $all = Get-OrgBackupReport @there -ManagementRoleArn $managementRole -IncludeCoverage -ExcludeAccountId 111111111111, 333333333333
        $all | Where-Object ResourceId -eq $spareVolume | ForEach-Object Status | Should -Be 'Unprotected'
    }
}
