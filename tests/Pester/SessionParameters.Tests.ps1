# What every cmdlet that calls AWS has in common, shown by the one that only reads.
BeforeAll {
    . "$PSScriptRoot/Fleet.ps1"
    Start-Fleet

    # The keys of an account are the sandbox's own; any other belongs to the default account.
    $keys = @{ AccessKeyId = 'AKIAANYONE0000000000'; SecretAccessKey = 'not-a-secret' }
}

AfterAll { Stop-EbsBackupSandbox }

Describe 'The session parameters' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
    It 'are the same on every cmdlet that calls AWS' {
        foreach ($command in Get-Command -Module EbsBackup | Where-Object Name -NotMatch 'Sandbox$|^Test-EbsBackupPolicy$') {
            'Region', 'ProfileName', 'ProfileLocation', 'Credential', 'EndpointUrl', 'RoleArn', 'ExternalId' | Should -BeIn $command.Parameters.Keys -Because $command.Name
        }
    }

    It 'never take or give a type of the AWS SDK' {
        foreach ($command in Get-Command -Module EbsBackup) {
            @($command.Parameters.Values.ParameterType.FullName) + @($command.OutputType.Name) | Where-Object { $_ -like 'Amazon.*' } | Should -BeNullOrEmpty
        }
    }

    It 'need no credentials beside the address of a sandbox that runs here' {
        (Get-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl -Region us-east-1).Count | Should -Be 6
        (Get-EbsBackupSnapshot -EndpointUrl "$($sandbox.EndpointUrl)/").Count | Should -Be 6
    }

    It 'take credentials as <Kind>' -ForEach @(
        @{ Kind = 'an object with keys'; Make = { [pscustomobject]$keys } }
        @{ Kind = 'a PSCredential'; Make = { [pscredential]::new($keys.AccessKeyId, [System.Net.NetworkCredential]::new('', $keys.SecretAccessKey).SecurePassword) } }
        @{ Kind = 'an object with GetCredentials()'; Make = {
                Add-Type 'namespace OtherSdk { public class Immutable { public string AccessKey { get { return "AKIAANYONE0000000000"; } } public string SecretKey { get { return "s"; } } public string Token { get { return ""; } } } public class Credentials { public int Asked; public Immutable GetCredentials() { Asked++; return new Immutable(); } } }'
                [OtherSdk.Credentials]::new()
            }
        }
        @{ Kind = 'an object that holds credentials'; Make = { [pscustomobject]@{ Credentials = [pscustomobject]$keys } } }
        @{ Kind = 'the sandbox itself'; Make = { $sandbox } }
    ) {
        (Get-EbsBackupSnapshot @there -Credential (& $Make)).Count | Should -Be 6
    }

    It 'say what -Credential understands' {
        { Get-EbsBackupSnapshot @there -Credential 42 } | Should -Throw -ErrorId 'CredentialNotUnderstood,*'
    }

    It 'say when a token has expired' {
        $expired = [pscustomobject]@{ AccessKeyId = 'ASIAEXPIRED0000000000'; SecretAccessKey = 'secret'; SessionToken = 'token' }
        { Get-EbsBackupSnapshot @there -Credential $expired } | Should -Throw -ErrorId 'ExpiredToken,*'
        $Error[0].CategoryInfo.Category | Should -Be 'AuthenticationError'
        "$($Error[0])$($Error[0].Exception)" | Should -Not -Match 'secret|token,'
    }

    It 'take defaults from $StoredAWSRegion and $StoredAWSCredentials' {
        & {
            $StoredAWSRegion = 'eu-west-1'
            Get-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl | Should -BeNullOrEmpty
            $StoredAWSRegion = [pscustomobject]@{ Region = 'us-east-1'; Name = 'US East (Virginia)' }
            (Get-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl).Count | Should -Be 6
            $null = $StoredAWSRegion
        }
    }

    It 'find a profile, its Region and its file' {
        Get-EbsBackupSnapshot -EndpointUrl $sandbox.EndpointUrl -ProfileName 'far away' | Should -BeNullOrEmpty
        Copy-Item "$PSScriptRoot/credentials" "$TestDrive/others"
        (Get-EbsBackupSnapshot @there -ProfileName 'far away' -ProfileLocation 'TestDrive:/others').Count | Should -Be 6
        { Get-EbsBackupSnapshot @there -ProfileName nobody } | Should -Throw -ErrorId 'UnknownProfile,*'
    }

    It 'assume a role' {
        (Get-EbsBackupSnapshot @there -RoleArn 'arn:aws:iam::222222222222:role/Operator').Count | Should -Be 6
    }

    It 'assume a role with its external id, and say so when it is wrong' {
        $guarded = 'arn:aws:iam::111111111111:role/Guarded-Role'
        Get-EbsBackupSnapshot @there -RoleArn $guarded -ExternalId report-42 | Should -BeNullOrEmpty
        { Get-EbsBackupSnapshot @there -RoleArn $guarded -ExternalId wrong } | Should -Throw -ErrorId 'RoleNotAssumable,*'
    }

    It 'refuse <Url> as an endpoint' -ForEach @(
        @{ Url = 'http://example.com' }
        @{ Url = 'ftp://127.0.0.1' }
        @{ Url = 'nowhere' }
    ) {
        { Get-EbsBackupSnapshot -Region us-east-1 -EndpointUrl $Url } | Should -Throw -ErrorId 'InvalidEndpoint,*'
    }

    It 'say that an endpoint cannot be reached' {
        $gone = Start-EbsBackupSandbox
        $gone | Stop-EbsBackupSandbox
        { Get-EbsBackupSnapshot -Region us-east-1 -EndpointUrl $gone.EndpointUrl -ProfileName default } | Should -Throw -ErrorId 'Unreachable,*'
        $Error[0].CategoryInfo.Category | Should -Be 'ConnectionError'
    }

    It 'say that there are no credentials' {
        # In a process of its own: the SDK remembers what its chain once found.
        $shell = (Get-Process -Id $PID).Path
        & $shell -NoProfile -NonInteractive -Command "Import-Module '$PSScriptRoot/../../out/EbsBackup/EbsBackup.psd1'; `$env:AWS_SHARED_CREDENTIALS_FILE = '$PSScriptRoot/none'; try { Get-EbsBackupSnapshot -Region us-east-1 } catch { `$_.FullyQualifiedErrorId }" |
            Should -BeLike 'NoCredentials,*'
    }

    It 'complete Regions and profiles' {
        (TabExpansion2 'Get-EbsBackupSnapshot -Region eu-we').CompletionMatches.CompletionText | Should -Contain 'eu-west-1'
        (TabExpansion2 'Get-EbsBackupSnapshot -ProfileName fa').CompletionMatches.CompletionText | Should -Be "'far away'"
        (TabExpansion2 "Get-EbsBackupSnapshot -ProfileLocation '$PSScriptRoot/none' -ProfileName ").CompletionMatches.CompletionText | Should -Not -Contain 'default'
    }
}
