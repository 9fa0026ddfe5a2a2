# The main job on the embedded sandbox, as a first session would go. No AWS account is touched.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/EbsBackup/EbsBackup.psd1')

$sandbox = Start-EbsBackupSandbox -SampleFleet
$session = @{ EndpointUrl = $sandbox.EndpointUrl; Region = 'us-east-1' }
$records = @{ BucketName = 'ebs-backup-records' }

New-EbsBackupSnapshot @session @records -Tag @{ Backup = 'daily' } -Wait
Get-EbsBackupSnapshot @session @records | Select-Object -First 5

Remove-ExpiredEbsBackup @session @records -WhatIf
Remove-ExpiredEbsBackup @session @records -PassThru -Confirm:$false

$role = 'arn:aws:iam::111111111111:role/Backup-Report-Role'
Get-OrgBackupReport @session -ManagementRoleArn $role | Where-Object State -EQ FAILED
Get-OrgBackupReport @session -ManagementRoleArn $role -OutputPath (Join-Path $PSScriptRoot '../out/demo')

$sandbox | Stop-EbsBackupSandbox
