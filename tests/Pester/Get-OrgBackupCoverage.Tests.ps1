BeforeAll {
    . "$PSScriptRoot/Fleet.ps1"
    Start-Fleet
    $all = $there + @{ ManagementRoleArn = $managementRole; AccountId = '222222222222' }
}

AfterAll { Stop-EbsBackupSandbox }

Describe 'Get-OrgBackupCoverage' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    It 'streams one object for each resource when no destination is given' {
        $resources = Get-OrgBackupCoverage @all -MaxAge 2d
        $boot = $resources | Where-Object ResourceId -eq $bootVolume
        $boot.Status, $boot.ProtectedBy, $boot.SnapshotId | Should -Be 'Covered', 'EbsBackup', 'snap-0aaaaaaaaaaaaa130'
        [math]::Round($boot.Age.TotalHours, 2) | Should -Be 45.5
        ($resources | Where-Object ResourceId -eq $dataVolume).Status | Should -Be 'Stale'
        ($resources | Where-Object ResourceId -eq $spareVolume).Status | Should -Be 'Unprotected'
        $server = $resources | Where-Object ResourceId -eq $instance
        $server.Status, $server.Reason | Should -Be 'Stale', "$dataVolume has an old backup only"
    }

    It 'takes an age as <Age>' -ForEach @(
        @{ Age = '46h'; Status = 'Covered' }
        @{ Age = '45h'; Status = 'Stale' }
        @{ Age = [timespan]::FromDays(2); Status = 'Covered' }
        @{ Age = '1.21:00:00'; Status = 'Stale' }
    ) {
        (Get-OrgBackupCoverage @all -MaxAge $Age | Where-Object ResourceId -eq $bootVolume).Status | Should -Be $Status
    }

    It 'takes days without quotes, which PowerShell reads as a decimal' {
        (Get-OrgBackupCoverage @all -MaxAge 2d | Where-Object ResourceId -eq $bootVolume).Status | Should -Be 'Covered'
    }

    It 'takes 25 hours when no age is given' {
        (Get-OrgBackupCoverage @all | Where-Object ResourceId -eq $bootVolume).Status | Should -Be 'Stale'
    }

    It 'refuses <Case> with <Id>' -ForEach @(
        @{ Case = 'an age without a unit'; Id = 'ParameterArgumentTransformationError'; Parameters = @{ MaxAge = 25 } }
        @{ Case = 'an age that is none'; Id = 'ParameterArgumentTransformationError'; Parameters = @{ MaxAge = 'soon' } }
        @{ Case = 'what is no account'; Id = 'InvalidId'; Parameters = @{ AccountId = 'production' } }
        @{ Case = 'what is no Region'; Id = 'UnknownRegion'; Parameters = @{ RegionName = 'us-esat-1' } }
        @{ Case = 'what is no role'; Id = 'InvalidId'; Parameters = @{ OrganizationRoleName = 'a role' } }
        @{ Case = 'a prefix that leaves the folder'; Id = 'InvalidId'; Parameters = @{ KeyPrefix = '../up' } }
        @{ Case = 'an unknown management role'; Id = 'RoleNotAssumable'; Parameters = @{ ManagementRoleArn = 'arn:aws:iam::111111111111:role/Nobody' } }
    ) {
        $these = $all + @{}
        foreach ($key in $Parameters.Keys) { $these[$key] = $Parameters[$key] }
        { Get-OrgBackupCoverage @these } | Should -Throw -ErrorId "$Id,*"
    }

    It 'reports an account that lets nobody in as unknown, with an error, and goes on' {
        $resources = Get-OrgBackupCoverage @there -AccountId 333333333333, 222222222222 -ErrorVariable failed -ErrorAction SilentlyContinue
        $unknown = $resources | Where-Object AccountId -eq '333333333333'
        $unknown.Status, $unknown.ResourceType | Should -Be 'Unknown', 'All'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'RoleNotAssumable,*'
        ($resources | Where-Object AccountId -eq '222222222222').Count | Should -BeGreaterThan 3
    }

    It 'lists the accounts of the Organization, without those left out' {
        $resources = Get-OrgBackupCoverage @there -ManagementRoleArn $managementRole -ExcludeAccountId 111111111111 -ErrorAction SilentlyContinue
        $resources.AccountId | Sort-Object -Unique | Should -Be '222222222222', '333333333333'
    }

    It 'shows one type only' {
        (Get-OrgBackupCoverage @all -ResourceType ec2).ResourceType | Sort-Object -Unique | Should -Be 'EC2'
    }

    It 'opts out by a tag of the caller''s' {
        (Get-OrgBackupCoverage @all -OptOutTag 'Backup=daily' | Where-Object ResourceId -eq $bootVolume).Status | Should -Be 'OptedOut'
    }

    It 'writes CSV, JSON, a page and a manifest, and gives one report' {
        $report = Get-OrgBackupCoverage @all -OutputPath 'TestDrive:/coverage' -BucketName my-records
        $report.Outcome, [int]$report.Outcome | Should -Be 'Succeeded', 0
        $folder = "$TestDrive/coverage/BackupCoverage/2026/01/31"
        (Get-ChildItem $folder).Name | Sort-Object | Should -Be 'coverage.csv', 'coverage.html', 'coverage.json', 'manifest.json'
        $rows = Import-Csv "$folder/coverage.csv"
        $rows.Count | Should -Be $report.Resources
        @($rows | Where-Object Status -eq 'Unprotected').Count | Should -Be $report.Counts['Unprotected']
        (Get-Content "$folder/coverage.json" -Raw | ConvertFrom-Json).Count | Should -Be $report.Resources
        $report.Manifests[0] | Should -Be 's3://my-records/BackupCoverage/2026/01/31/manifest.json'
    }

    It 'writes nothing with -WhatIf' {
        Get-OrgBackupCoverage @all -OutputPath "$TestDrive/none" -WhatIf | Should -BeNullOrEmpty
        Test-Path "$TestDrive/none" | Should -BeFalse
    }

    It 'ends with one error when there is what -FailOn names, after everything was given out' {
        $resources = Get-OrgBackupCoverage @all -FailOn Unprotected, Unknown -ErrorVariable failed -ErrorAction SilentlyContinue
        $resources.Count | Should -BeGreaterThan 3
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'NotCovered,*'
        $failed[0].Exception.Message | Should -Match '^Not all is covered: \d+ Unprotected\.$'
        Get-OrgBackupCoverage @all -FailOn Unknown -ErrorVariable failed | Out-Null
        $failed | Should -BeNullOrEmpty
    }

    Context 'as a step of a pipeline, in a process of its own' {
        BeforeAll {
            # As GitHub Actions and Azure Pipelines run a step: the script in a file, dot-sourced by a command.
            function Invoke-Step {
                param([string] $Script, [switch] $AsFile)
                $file = "$TestDrive/step-$([guid]::NewGuid().ToString('n')).ps1"
                Set-Content $file @"
`$ErrorActionPreference = 'stop'
Import-Module '$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1'
`$there = @{ EndpointUrl = '$($sandbox.EndpointUrl)'; Region = 'us-east-1'; ProfileName = 'default'; ManagementRoleArn = '$managementRole' }
$Script
if ((Test-Path -LiteralPath variable:\LASTEXITCODE)) { exit `$LASTEXITCODE }
"@
                $how = if ($AsFile) { '-File', $file } else { '-Command', ". '$file'" }
                $output = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive @how 2>&1
                [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = "$output" }
            }
        }

        It 'ends with 1 when there is what -FailOn names, and the files are there' {
            $step = Invoke-Step "Get-OrgBackupCoverage @there -AccountId 222222222222 -OutputPath '$TestDrive/step' -FailOn Unprotected, Unknown"
            $step.ExitCode | Should -Be 1
            $step.Output | Should -Match 'Not all is covered: \d+ Unprotected\.'
            "$TestDrive/step/BackupCoverage/2026/01/31/manifest.json" | Should -Exist
        }

        It 'ends with 0 when there is nothing of it' {
            (Invoke-Step 'Get-OrgBackupCoverage @there -AccountId 222222222222 -FailOn Unknown').ExitCode | Should -Be 0
        }

        It 'ends with 1 when an account cannot be read, and the files are there' {
            $step = Invoke-Step "Get-OrgBackupCoverage @there -AccountId 222222222222, 333333333333 -OutputPath '$TestDrive/closed'"
            $step.ExitCode | Should -Be 1
            "$TestDrive/closed/BackupCoverage/2026/01/31/manifest.json" | Should -Exist
        }

        It 'leaves the code to a script that is run as a file: <Code> for <Case>' -ForEach @(
            @{ Case = 'an account that cannot be read'; Code = 3; Accounts = '222222222222, 333333333333' }
            @{ Case = 'what nothing protects'; Code = 1; Accounts = '222222222222' }
        ) {
            (Invoke-Step -AsFile @"
`$coverage = Get-OrgBackupCoverage @there -AccountId $Accounts -OutputPath '$TestDrive/own-$Code' -ErrorAction Continue
if (`$coverage.Outcome -ne 'Succeeded') { exit [int]`$coverage.Outcome }
exit [int](`$coverage.Counts['Unprotected'] -gt 0)
"@).ExitCode | Should -Be $Code
        }

        It 'fails a bare pwsh -Command too' {
            $command = "Import-Module '$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1'; Get-OrgBackupCoverage -EndpointUrl $($sandbox.EndpointUrl) -Region us-east-1 -ProfileName default -AccountId 222222222222 -FailOn Unprotected"
            $null = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $command 2>&1
            $LASTEXITCODE | Should -Be 1
        }
    }

    It 'leaves a complete coverage as it was when an account cannot be read' {
        $whole = Get-OrgBackupCoverage @all -OutputPath "$TestDrive/kept"
        $whole.Outcome | Should -Be 'Succeeded'
        $written = (Get-Item $whole.Manifests[0]).LastWriteTimeUtc
        $partial = Get-OrgBackupCoverage @there -ManagementRoleArn $managementRole -AccountId 222222222222, 333333333333 -OutputPath "$TestDrive/kept" -ErrorVariable failed -ErrorAction SilentlyContinue
        $partial.Outcome | Should -Be 'Failed'
        $failed.FullyQualifiedErrorId | Should -Contain 'BetterCoverageKept,EbsBackup.PowerShell.Commands.GetOrgBackupCoverageCommand'
        (Get-Item $whole.Manifests[0]).LastWriteTimeUtc | Should -Be $written
    }

    It 'shows resources and reports readably' {
        $lines = (Get-OrgBackupCoverage @all -MaxAge 2d | Where-Object ResourceId -eq $bootVolume | Out-String -Width 120) -split '\r?\n' | Where-Object { $_ }
        $lines[0] | Should -Match '^Status +AccountId +Region +Type +Resource +Age Why'
        $lines[2] | Should -Match "^Covered +222222222222 us-east-1 +EBS +$bootVolume +45h EbsBackup"
        Get-OrgBackupCoverage @all -OutputPath "$TestDrive/view" | Out-String -Width 120 | Should -Match 'Counts +: OptedOut|Counts +: .*Unprotected \d'
    }
}
