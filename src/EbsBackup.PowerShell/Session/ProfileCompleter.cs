using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Amazon.Runtime.CredentialManagement;

namespace EbsBackup.PowerShell.Session;

/// <summary>Completes the names of the caller's profiles, from -ProfileLocation when that is given.</summary>
public sealed class ProfileCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from profile in new CredentialProfileStoreChain(fakeBoundParameters["ProfileLocation"]?.ToString()).ListProfiles()
        let name = profile.Name
        where name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
        orderby name
        let text = name.Any(char.IsWhiteSpace) || name.Contains('\'') ? $"'{name.Replace("'", "''")}'" : name
        select new CompletionResult(text, name, CompletionResultType.ParameterValue, profile.Region is null ? name : $"{name} ({profile.Region.SystemName})");
}
