# The main job on the embedded sandbox, as a first session would go. No AWS account is touched.
# At a prompt each line shows its own table; Out-Host does that in a script.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/EbsBackup/EbsBackup.psd1')

$sandbox = Start-EbsBackupSandbox -SampleFleet
$session = @{ EndpointUrl = $sandbox.EndpointUrl; Region = 'us-east-1' }
$records = @{ BucketName = 'ebs-backup-records' }

New-EbsBackupSnapshot @session @records -Tag @{ backup = 'daily' } -Wait | Out-Host
Get-EbsBackupSnapshot @session @records | Out-Host

Remove-ExpiredEbsBackup @session @records -WhatIf | Group-Object Action -NoElement | Out-Host
Remove-ExpiredEbsBackup @session @records -PassThru -Confirm:$false | Where-Object { $_.Action -ne 'Delete' -and $_.Age.TotalDays -gt 15 } | Out-Host

$role = 'arn:aws:iam::111111111111:role/Backup-Report-Role'
Get-OrgBackupReport @session -ManagementRoleArn $role | Where-Object State -EQ FAILED | Out-Host
Get-OrgBackupReport @session -ManagementRoleArn $role -OutputPath (Join-Path $PSScriptRoot '../out/demo') | Out-Host

$sandbox | Stop-EbsBackupSandbox
