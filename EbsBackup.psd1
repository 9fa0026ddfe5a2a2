@{
    RootModule             = 'EbsBackup.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = 'c3981c2a-f7f4-471b-9793-98b0a70461a4'
    Author                 = 'EbsBackup contributors'
    CompanyName            = 'EbsBackup contributors'
    Copyright              = '(c) EbsBackup contributors. MIT license.'
    Description            = 'EBS snapshots with records in S3 and retention that never loses the last backup; AWS Backup reports of a whole Organization.'
    PowerShellVersion      = '5.1'
    CompatiblePSEditions   = @('Desktop', 'Core')
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = @('EbsBackup.Format.ps1xml')
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Get-EbsBackupSnapshot'
        'Get-OrgBackupCoverage'
        'Get-OrgBackupReport'
        'New-EbsBackupSnapshot'
        'Remove-ExpiredEbsBackup'
        'Repair-EbsBackupCatalog'
        'Start-EbsBackupSandbox'
        'Stop-EbsBackupSandbox'
        'Test-EbsBackupPolicy'
    )
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags       = @('AWS', 'EBS', 'Snapshot', 'Backup', 'Retention', 'Organizations', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
