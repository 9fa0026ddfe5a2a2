# The main job on the embedded sandbox, as a first session would go. No AWS account is touched.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../out/EbsBackup/EbsBackup.psd1')

$sandbox = Start-EbsBackupSandbox -SampleFleet
$session = @{ EndpointUrl = $sandbox.EndpointUrl; Region = 'us-east-1' }
$records = @{ BucketName = 'ebs-backup-records' }

# Take every volume that is tagged for it, wait until the snapshots are complete, and see the records.
New-EbsBackupSnapshot @session @records -Tag @{ backup = 'daily' } -Wait | Out-Host
Get-EbsBackupSnapshot @session @records | Out-Host

# The records against EC2: one is missing and one is left over.
Repair-EbsBackupCatalog @session @records -WhatIf | Out-Host

# What would expire after 15 days, and why; then do it.
Remove-ExpiredEbsBackup @session @records -WhatIf | Group-Object Action -NoElement | Out-Host
Remove-ExpiredEbsBackup @session @records -Confirm:$false -PassThru | Where-Object Action -EQ Skip | Out-Host

# The Organization's backup jobs of the last 24 hours: the failed ones on screen, all of them in files.
$role = 'arn:aws:iam::111111111111:role/Backup-Report-Role'
Get-OrgBackupReport @session -ManagementRoleArn $role | Where-Object State -EQ FAILED | Select-Object -First 5 | Out-Host
Get-OrgBackupReport @session -ManagementRoleArn $role -OutputPath (Join-Path $PSScriptRoot '../out/first-session') -IncludeCoverage | Out-Host

# What nothing protects, and what has an old backup only.
Get-OrgBackupCoverage @session -ManagementRoleArn $role | Where-Object Status -NotIn Covered, OptedOut | Out-Host

$sandbox | Stop-EbsBackupSandbox
