using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Amazon;

namespace EbsBackup.PowerShell.Session;

/// <summary>Completes the names of AWS Regions, with their places as tool tips.</summary>
public sealed class RegionCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from region in RegionEndpoint.EnumerableAllRegions
        let name = region.SystemName
        where name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase)
        orderby name
        select new CompletionResult(name, name, CompletionResultType.ParameterValue, region.DisplayName);
}
