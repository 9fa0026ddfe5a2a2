# The main job with the sandbox in a process of its own: the only way on Windows PowerShell 5.1, and how a real endpoint is used.
BeforeDiscovery {
    $runner = Join-Path $PSScriptRoot '../../out/runner/EbsBackup.Runner.dll'
    $canRun = (Test-Path $runner) -and (Get-Command dotnet -ErrorAction Ignore)
}

Describe 'The main job on a sandbox in another process' -Skip:(-not $canRun) {
    BeforeAll {
        . "$PSScriptRoot/Fleet.ps1"
        $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet', "`"$PSScriptRoot/../../out/runner/EbsBackup.Runner.dll`" sandbox --sample-fleet")
        $start.RedirectStandardOutput = $true
        $start.UseShellExecute = $false
        $process = [System.Diagnostics.Process]::Start($start)
        $there = @{
            EndpointUrl = $process.StandardOutput.ReadLine()
            Region = 'us-east-1'
            Credential = [pscustomobject]@{ AccessKeyId = 'AKIAANYKEYWILLDO0000'; SecretAccessKey = 'any' }
        }
        $records = @{ BucketName = 'ebs-backup-records' }
    }

    AfterAll {
        $process.Kill()
        $process.WaitForExit()
    }

    It 'takes, records and waits' {
        $taken = New-EbsBackupSnapshot @there @records -Tag @{ backup = 'daily' } -Wait
        $taken.State | Should -Be (@('completed') * 4)
        $taken.SnapshotId | Should -BeIn (Get-EbsBackupSnapshot @there @records).SnapshotId
    }

    It 'expires what is older than 15 days and leaves what AWS protects' {
        $decisions = Remove-ExpiredEbsBackup @there @records -Confirm:$false -PassThru -WarningAction SilentlyContinue
        @($decisions | Where-Object Action -EQ Delete).Count | Should -BeGreaterThan 100
        @($decisions | Where-Object { $_.Action -eq 'Delete' -and $_.Age.TotalDays -lt 15 }) | Should -BeNullOrEmpty
        ($decisions | Where-Object Action -EQ Skip).SnapshotId | Should -Be 'snap-0101000000000001e', 'snap-01040000000000019'
        Remove-ExpiredEbsBackup @there @records -WhatIf | Where-Object Action -EQ Delete | ForEach-Object SnapshotId |
            Should -Be 'snap-0101000000000001e', 'snap-01040000000000019' -Because 'what AWS protects stays due'
    }

    It 'reports the Organization to files whose rows Import-Csv reads back' {
        $report = Get-OrgBackupReport @there -ManagementRoleArn 'arn:aws:iam::111111111111:role/Backup-Report-Role' -OutputPath "$TestDrive/report"
        $report.Outcome | Should -Be 'Succeeded'
        $report.Jobs | Should -BeGreaterThan 0
        foreach ($file in $report.Files | Where-Object Key -Like '*.csv') {
            @(Import-Csv -Encoding UTF8 -LiteralPath "$TestDrive/report/$($file.Key)").Count | Should -Be $file.Rows -Because $file.Key
        }
    }
}
