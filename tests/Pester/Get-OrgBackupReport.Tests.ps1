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
        $report = Get-OrgBackupReport @management -OutputPath "$TestDrive/reports" -WarningAction Ignore
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
        $report = Get-OrgBackupReport @management -BucketName my-records -WarningAction Ignore
        $report.Outcome | Should -Be 'Succeeded'
        $report.Manifests | Should -BeLike 's3://my-records/BackupReports/2026/01/31/*'
    }

    It 'takes a day or hours' {
        (Get-OrgBackupReport @management -Date 2026-01-15).BackupJobId | Should -Be 'AAAAAAAA-0000-4000-8000-000000000003'
        (Get-OrgBackupReport @management -Hours 17).Count | Should -Be 1
        (Get-OrgBackupReport @management -Hours 720).Count | Should -Be 4
    }

    It 'takes days from the pipeline, each with a report of its own' {
        $reports = [datetime]'2026-01-14', [datetime]'2026-01-15' | Get-OrgBackupReport @management -OutputPath "$TestDrive/days" -WarningAction Ignore
        $reports.Jobs | Should -Be 0, 1
        (Get-OrgBackupReport @management -Date 2026-01-14, 2026-01-15).BackupJobId | Should -Be 'AAAAAAAA-0000-4000-8000-000000000003'
    }

    It 'names the missing days and the command that writes them, which works' {
        $report = Get-OrgBackupReport @management -Date 2026-01-30 -OutputPath "$TestDrive/it's here" -WarningVariable warned -WarningAction SilentlyContinue
        $warned.Count | Should -Be 1
        $warned[0] | Should -BeLike "*28 earlier days*2026-01-02 to 2026-01-29*Get-OrgBackupReport *-OutputPath '*it''s here'*-Backfill"
        $report.MissingDays[0] | Should -Be ([datetime]'2026-01-02')

        $command = ([string] $warned[0]).Substring(([string] $warned[0]).IndexOf('Get-OrgBackupReport'))
        $written = & ([scriptblock]::Create($command))
        $written.Count | Should -Be 28
        ($written | Where-Object Jobs -gt 0).Start.UtcDateTime | Should -Be ([datetime]'2026-01-15')
        Get-OrgBackupReport @management -Backfill -OutputPath "$TestDrive/it's here" | Should -BeNullOrEmpty
    }

    It 'shows with -WhatIf the days that -Backfill would write' {
        Get-OrgBackupReport @management -Backfill -OutputPath "$TestDrive/nothing" -WhatIf | Should -BeNullOrEmpty
        Test-Path "$TestDrive/nothing" | Should -BeFalse
    }

    It 'adds copy and restore jobs on request, in files and in the pipeline' {
        $failed = Get-OrgBackupReport @management -IncludeCopyJob -IncludeRestoreJob | Where-Object State -eq 'FAILED'
        $failed.ForEach{ $_.GetType().Name } | Should -Be 'OrgBackupJob', 'OrgCopyJob', 'OrgRestoreJob'
        $report = Get-OrgBackupReport @management -IncludeCopyJob -IncludeRestoreJob -OutputPath "$TestDrive/three" -WarningAction Ignore
        $report.Jobs, $report.CopyJobs.Jobs, $report.RestoreJobs.Jobs | Should -Be 3, 2, 1
        (Import-Csv "$TestDrive/three/BackupReports/2026/01/31/CopyReport-FAILED-31-Jan-2026.csv").StatusMessage | Should -Be 'The destination vault is locked'
        (Import-Csv "$TestDrive/three/BackupReports/2026/01/31/RestoreReport-FAILED-31-Jan-2026.csv").StatusMessage | Should -Be 'No capacity'
        ($failed | Out-String -Width 120) | Should -Match '2026-01-31 10:00 FAILED +333333333333 EC2 +i-0aaaaaaaaaaaaaaa9 +No capacity'
    }

    It 'asks several Regions, or all that are enabled' {
        (Get-OrgBackupReport @management -RegionName us-east-1, eu-west-1 -OutputPath "$TestDrive/two" -WarningAction Ignore).Regions.Keys | Sort-Object | Should -Be 'eu-west-1', 'us-east-1'
        (Get-OrgBackupReport @management -AllRegions -OutputPath "$TestDrive/all" -WarningAction Ignore).Regions.Count | Should -BeGreaterThan 10
        { Get-OrgBackupReport @management -RegionName us-east-1, nowhere } | Should -Throw -ErrorId 'UnknownRegion,*'
    }

    It 'gives the jobs their accounts'' names' {
        (Get-OrgBackupReport @management | Sort-Object AccountId -Unique).AccountName | Should -Be 'Reporting', 'Production'
    }

    It 'lays the files out for Athena, and encrypts them with a key' {
        $key = 'arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab'
        $report = Get-OrgBackupReport @management -BucketName my-records -KeyLayout Hive -KmsKeyId $key -WarningAction Ignore
        $report.Outcome | Should -Be 'Succeeded'
        $report.Files.Key | Should -Contain 'BackupReports/backup_jobs/year=2026/month=01/day=31/BackupJobs-31-Jan-2026.jsonl'
        $head = Invoke-WebRequest "$($sandbox.EndpointUrl)/my-records/$($report.Files[0].Key)" -Method Head
        [string] $head.Headers['x-amz-server-side-encryption-aws-kms-key-id'] | Should -Be $key
    }

    It 'takes a folder on a drive of PowerShell, and another prefix' {
        Get-OrgBackupReport @management -OutputPath 'TestDrive:/other' -KeyPrefix 'team/reports' -WarningAction Ignore | Out-Null
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
        @{ Case = 'missing days of nothing'; Id = 'NothingToFill'; Parameters = @{ Backfill = $true } }
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
        $text = Get-OrgBackupReport @management -OutputPath "$TestDrive/view" -WarningAction Ignore | Out-String -Width 120
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

Describe 'Get-OrgBackupReport with hostile texts' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    BeforeAll {
        . "$PSScriptRoot/Fleet.ps1"
        $breaks = '\n\r\v\f\u0085\u2028\u2029'
        $starts = '=1+1', '+1', '-1', '@SUM(A1)', "=cmd|'/c calc'!A0", "`u{FF1D}1", "`u{FF0B}1", "`u{FF0D}1", "`u{FF20}1"
        $leads = '', ' ', '   ', "`u{A0}", "`u{200B}", "`u{FEFF}", "`u{202E}", "`t", "`0", "'", "''", " '", "' ", "`u{3000}", "`u{1}"
        $texts = @(foreach ($lead in $leads) { foreach ($start in $starts) { $lead + $start } }) + @(
            ' ', 'plain', 'a,b', 'a;b', 'say "hi"', '"', '""', "a`nb", "a`r`nb", "a`rb", "`r", "`n", "`r`n", "`t", "`tx", "a`r`n=1", "a`n+1", "a`r@x",
            "a`u{2028}=1", "a`u{2029}-1", "a`u{85}=1", "a`v=1", "a`f=1", "a`n`n=1`n `u{A0}=2`nb", "`u{2028}", "`0", "a`0b", "`u{1F600}", "`u{1F600},`u{1F600}",
            "`u{5E2}`u{5D1}`u{5E8}`u{200F},=1", "`u{202E}evil", "'", "''", "'=1`n'=1", "'x", "x'", ' leading', 'trailing ', "`u{A0}x`u{A0}", '{"a":"=1"}', 'null', 'NULL',
            '-', '=', '+', '@', "`r=1", "`n=1", "`r`n`r`n=1", "a`r`n`tb", "'`r", "'`t=", '<script>alert(1)</script>', '${jndi:ldap://x}', "a`u{1F}b",
            '#TYPE x', '#', '`$(calc)', '%PATH%', "=`"`"", ('x' * 32768), ("=`"1,`r`n" * 5461)
        )
        $jobs = for ($i = 0; $i -lt $texts.Count; $i++) {
            @{ BackupJobId = "job-$i"; State = 'FAILED'; CreationDate = '2026-01-31T05:00:00Z'; ResourceType = 'EBS'; ResourceName = $texts[$i]; StatusMessage = $texts[$i] }
        }
        @{
            schemaVersion = 1; now = '2026-01-31T23:30:00Z'; defaultAccount = '111111111111'
            accounts = @(@{ id = '111111111111'; management = $true; regions = @{ 'us-east-1' = @{ backupJobs = @($jobs) } } })
        } | ConvertTo-Json -Depth 9 | Set-Content "$TestDrive/hostile.json" -Encoding utf8NoBOM
        $hostile = Start-EbsBackupSandbox -StatePath "$TestDrive/hostile.json"
        $report = Get-OrgBackupReport -EndpointUrl $hostile.EndpointUrl -Region us-east-1 -OutputPath $TestDrive -WarningAction Ignore
        $rows = Import-Csv "$TestDrive/BackupReports/2026/01/31/BackupReport-FAILED-31-Jan-2026.csv" -Encoding utf8
    }

    AfterAll { Stop-EbsBackupSandbox }

    It 'gives them back through Import-Csv once the documented apostrophe is off' {
        $texts.Count | Should -BeGreaterOrEqual 190
        $report.Jobs | Should -Be $texts.Count
        @($rows).Count | Should -Be $texts.Count
        $neutralised = "(?<=\A|[$breaks])'((?:'*\t|(?<=\A')'*\r|(?:(?![$breaks])['\s\p{Cc}\p{Cf}])*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]))"
        $wrong = foreach ($row in $rows) {
            $source = $texts[[int] $row.BackupJobId.Substring(4)]
            foreach ($cell in $row.StatusMessage, $row.ResourceName) { if (($cell -replace $neutralised, '$1') -cne $source) { ConvertTo-Json $source.Substring(0, [Math]::Min(40, $source.Length)) } }
        }
        $wrong | Should -BeNullOrEmpty
    }

    It 'leaves no cell that a spreadsheet would run' {
        $runs = "\A[\t\r]|(?<=\A|[$breaks])\t|(?<=\A|[$breaks])(?:(?![$breaks])[\s\p{Cc}\p{Cf}])*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]"
        $rows | ForEach-Object { $_.PSObject.Properties.Value } | Where-Object { $_ -match $runs } | Should -BeNullOrEmpty
    }
}
