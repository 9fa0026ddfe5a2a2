# What the tests of the cmdlets share: the module, and a sandbox that starts from fleet.json.
Import-Module "$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1"

# Nothing of the machine's own settings may reach the tests.
foreach ($name in 'AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN') {
    Remove-Item "Env:$name" -ErrorAction Ignore
}

$env:AWS_EC2_METADATA_DISABLED = 'true'
$env:AWS_SHARED_CREDENTIALS_FILE, $env:AWS_CONFIG_FILE = "$PSScriptRoot/credentials", "$PSScriptRoot/none"

$bootVolume, $dataVolume, $spareVolume = 'vol-0aaaaaaaaaaaaaaa1', 'vol-0aaaaaaaaaaaaaaa2', 'vol-0aaaaaaaaaaaaaaa3'
$instance = 'i-0aaaaaaaaaaaaaaa1'
$managementRole = 'arn:aws:iam::111111111111:role/Backup-Report-Role'

function Start-Fleet {
    [System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param()
    $script:sandbox = Start-EbsBackupSandbox -StatePath "$PSScriptRoot/fleet.json"
    $script:there = @{ EndpointUrl = $sandbox.EndpointUrl; Region = 'us-east-1' }
    $null = Invoke-WebRequest "$($sandbox.EndpointUrl)/my-records" -Method Put
    $null = Invoke-WebRequest "$($sandbox.EndpointUrl)/far-away" -Method Put -Body '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>'
}

# Runs a script in a runspace of its own, stops it as Ctrl+C does, and says how long it took to end.
function Stop-WhileRunning {
    [System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '')]
    param([string] $Script, [scriptblock] $Until)
    $shell = [powershell]::Create().AddScript("Import-Module '$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1'").AddStatement().AddScript($Script)
    $run = $shell.BeginInvoke()
    $deadline = [datetime]::UtcNow.AddSeconds(20)
    while (-not (& $Until) -and [datetime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 50 }
    $run.IsCompleted | Should -BeFalse -Because 'it must still be running when it is stopped'
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $shell.Stop()
    $watch.Stop()
    [pscustomobject]@{ Milliseconds = $watch.ElapsedMilliseconds; State = $shell.InvocationStateInfo.State; Errors = $shell.Streams.Error }
}
