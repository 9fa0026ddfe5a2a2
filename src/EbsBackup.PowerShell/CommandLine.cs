using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace EbsBackup.PowerShell;

/// <summary>A command as it could be typed again.</summary>
internal static class CommandLine
{
    /// <param name="without">Parameters to leave out.</param>
    /// <param name="secret">Parameters whose values are not told: a variable of the same name stands for each.</param>
    /// <param name="with">What to add.</param>
    public static string Of(InvocationInfo invocation, string[] without, string[] secret, string with)
    {
        var words = new List<string> { invocation.MyCommand.Name };
        foreach (var parameter in invocation.BoundParameters.Where(p => !without.Contains(p.Key) && !PSCmdlet.CommonParameters.Contains(p.Key)))
        {
            if (parameter.Value is SwitchParameter flag)
            {
                if (flag) words.Add($"-{parameter.Key}");
            }
            else
            {
                words.Add($"-{parameter.Key} {(secret.Contains(parameter.Key) ? $"${parameter.Key}" : Text(parameter.Value))}");
            }
        }

        words.Add(with);
        return string.Join(" ", words);
    }

    private static string Text(object value) => value switch
    {
        string text => $"'{text.Replace("'", "''")}'",
        IEnumerable many => string.Join(", ", many.Cast<object>().Select(Text)),
        _ => $"'{Convert.ToString(value, CultureInfo.InvariantCulture)}'",
    };
}
