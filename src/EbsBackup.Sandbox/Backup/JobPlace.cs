using System.Globalization;
using System.Text;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.Backup;

/// <summary>Where a page of jobs ended: what a NextToken holds. Jobs made later do not move it.</summary>
internal readonly record struct JobPlace(DateTimeOffset Created, long Number)
{
    public static JobPlace Newest { get; } = new(DateTimeOffset.MaxValue, long.MaxValue);

    public string ToToken() =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Created.UtcTicks}/{Number}")));

    public static JobPlace Parse(string? token)
    {
        if (string.IsNullOrEmpty(token)) return Newest;
        try
        {
            var parts = Encoding.ASCII.GetString(Convert.FromBase64String(token)).Split('/');
            if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.Ticks
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return new(new DateTimeOffset(ticks, TimeSpan.Zero), number);
        }
        catch (FormatException)
        {
            // falls to the refusal below
        }

        throw new AwsErrorException("InvalidParameterValueException", "The NextToken is not valid.");
    }
}
