BeforeAll {
    . "$PSScriptRoot/Fleet.ps1"

    $members = '333333333333', '444444444444'
    $regions = 'us-east-1', 'eu-west-1'

    # One account's Region: an instance with a boot and a data volume, a volume for tests, and one without tags.
    function Get-PlaceState([string] $Account, [int] $Place) {
        $volume = { param($Number, $Tags, $Attachments = @()) @{ VolumeId = "vol-$($Account)000$Place$Number"; Size = 8; VolumeType = 'gp3'; Tags = @($Tags); Attachments = @($Attachments) } }
        $instance = "i-$($Account)0000$Place"
        $daily = @{ Key = 'Backup'; Value = 'daily' }
        @{
            instances = @(@{ InstanceId = $instance; State = @{ Name = 'running' }; RootDeviceName = '/dev/xvda' })
            volumes   = @(
                & $volume 1 $daily @{ InstanceId = $instance; Device = '/dev/xvda'; State = 'attached' }
                & $volume 2 $daily @{ InstanceId = $instance; Device = '/dev/sdf'; State = 'attached' }
                & $volume 3 $daily, @{ Key = 'Env'; Value = 'test-1' }
                & $volume 4 @()
            )
        }
    }

    function Start-Organization {
        [System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
        param()
        $accounts = @(@{ id = '222222222222'; management = $true }) + @($members | ForEach-Object {
                $account, $place = $_, 0
                $places = @{}
                foreach ($region in $regions) { $places[$region] = Get-PlaceState $account ($place++) }
                @{ id = $account; roles = @(@{ name = 'Backup'; trust = @('222222222222') }); regions = $places }
            }) + @(@{ id = '555555555555'; roles = @(@{ name = 'Backup'; trust = @() }) })
        @{ schemaVersion = 1; now = '2026-01-31T23:30:00Z'; defaultAccount = '222222222222'; accounts = $accounts } |
            ConvertTo-Json -Depth 9 | Set-Content "$TestDrive/organization.json"
        $script:sandbox = Start-EbsBackupSandbox -StatePath "$TestDrive/organization.json"
        $null = Invoke-WebRequest "$($sandbox.EndpointUrl)/my-records" -Method Put
        $script:everywhere = @{ EndpointUrl = $sandbox.EndpointUrl; Region = 'us-east-1'; RegionName = $regions; OrganizationRoleName = 'Backup'; ErrorAction = 'SilentlyContinue' }
        $script:records = $everywhere + @{ BucketName = 'my-records' }
    }
}

Describe 'Every account of the Organization' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    BeforeEach { Start-Organization }
    AfterEach { Stop-EbsBackupSandbox }

    It 'is taken in one run, and the account that cannot be entered is one error' {
        $taken = New-EbsBackupSnapshot @records -Tag @{ Backup = 'da*' } -ErrorVariable failed
        $taken.Count | Should -Be 12
        ($taken | Group-Object AccountId, Region).Count | Should -Be 4
        @($taken.Slot | Sort-Object -Unique).Count | Should -Be 1
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'RoleNotAssumable,*'
        $failed[0].TargetObject | Should -Be 'arn:aws:iam::555555555555:role/Backup'
    }

    It 'is shown with -WhatIf, each volume with its account, its Region and why it is in or out' {
        $shown = New-EbsBackupSnapshot @records -Tag @{ Backup = 'da*' } -ExcludeTag @{ Env = 'test-?' } -ExcludeBootVolume -WhatIf
        $shown.Count | Should -Be 16
        foreach ($place in $shown | Group-Object AccountId, Region) {
            $volumes = $place.Group | Sort-Object VolumeId
            $volumes.Action | Should -Be 'Skip', 'Create', 'Skip', 'Skip'
            $volumes[0].Reason | Should -Be "left out: $($volumes[0].InstanceId) starts from it"
            $volumes.Reason[1..3] | Should -Be 'tagged Backup=da*', 'left out: tagged Env=test-?', 'not tagged Backup=da*'
        }

        Get-EbsBackupSnapshot @everywhere | Should -BeNullOrEmpty
    }

    It 'is listed from EC2 and from the records, by instance and time' {
        New-EbsBackupSnapshot @records -Tag @{ Backup = 'daily' } -Wait | Out-Null
        $sandbox.AdvanceClock('1.00:00:00')
        $instance = 'i-33333333333300000'
        New-EbsBackupSnapshot @records -InstanceId $instance -Wait | Out-Null
        (Get-EbsBackupSnapshot @everywhere).Count | Should -Be 14
        (Get-EbsBackupSnapshot @records).Count | Should -Be 14
        (Get-EbsBackupSnapshot @records -InstanceId $instance).Count | Should -Be 4
        (Get-EbsBackupSnapshot @records -InstanceId $instance -Before $sandbox.Now.AddHours(-1)).Count | Should -Be 2
        (Get-EbsBackupSnapshot @everywhere -InstanceId $instance).BackupSet | Should -Be $instance, $instance
        (Get-EbsBackupSnapshot @everywhere -After $sandbox.Now.AddHours(-1)).AccountId | Should -Be '333333333333', '333333333333'
        (Get-EbsBackupSnapshot @everywhere -After $sandbox.Now.AddHours(-1) -Before $sandbox.Now.AddHours(-1)) | Should -BeNullOrEmpty
    }

    It 'loses what expired, with its records, and one bad account stops no other' {
        New-EbsBackupSnapshot @records -Tag @{ Backup = 'daily' } -Wait | Out-Null
        $sandbox.AdvanceClock('3.00:00:00')
        New-EbsBackupSnapshot @records -Tag @{ Backup = 'daily' } -Wait | Out-Null
        $shown = Remove-ExpiredEbsBackup @records -RetentionDays 2 -WhatIf -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'RoleNotAssumable,*'
        ($shown | Group-Object Action -AsHashTable -AsString).Delete.Count | Should -Be 12
        ($shown | Group-Object AccountId, Region).Count | Should -Be 4
        (Get-EbsBackupSnapshot @everywhere).Count | Should -Be 24

        $gone = Remove-ExpiredEbsBackup @records -RetentionDays 2 -Confirm:$false -PassThru -ErrorVariable failed | Where-Object Action -eq Delete
        $failed.Count | Should -Be 1
        $gone.Count | Should -Be 12
        ($gone | Group-Object AccountId, Region).Count | Should -Be 4
        (Get-EbsBackupSnapshot @everywhere).Count | Should -Be 12
        (Get-EbsBackupSnapshot @records).Count | Should -Be 12
    }

    It 'gets its records back from tags alone' {
        New-EbsBackupSnapshot @everywhere -Tag @{ Backup = 'daily' } | Out-Null
        (Repair-EbsBackupCatalog @records -WhatIf | Group-Object AccountId, Region).Count | Should -Be 4
        Get-EbsBackupSnapshot @records | Should -BeNullOrEmpty
        $repaired = Repair-EbsBackupCatalog @records -PassThru -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'RoleNotAssumable,*'
        $repaired.Action | Sort-Object -Unique | Should -Be 'Create'
        (Get-EbsBackupSnapshot @records).Count | Should -Be 12
    }

    It 'does nothing, not everything, when what is named is no Region' {
        $wrong = $records + @{}
        $wrong.RegionName = 'us-erst-1'
        Remove-ExpiredEbsBackup @wrong -Confirm:$false -ErrorVariable failed | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'UnknownRegion,*'
    }
}
