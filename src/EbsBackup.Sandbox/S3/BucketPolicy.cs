using System.Text.Json;
using System.Text.RegularExpressions;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>
/// A bucket policy, as far as it decides between accounts: Allow and Deny by principal, action and resource.
/// The condition <c>aws:SecureTransport</c> holds as if over TLS; a statement with any other condition does not apply.
/// </summary>
internal sealed class BucketPolicy
{
    private readonly List<Statement> _statements;

    private BucketPolicy(string text, List<Statement> statements)
    {
        Text = text;
        _statements = statements;
    }

    public string Text { get; }

    /// <exception cref="AwsErrorException">MalformedPolicy.</exception>
    public static BucketPolicy Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new(text, [.. Items(document.RootElement.GetProperty("Statement")).Select(Statement.Parse)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new AwsErrorException("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
        }
    }

    public bool Denies(CallerIdentity caller, string action, string resource) => Matches("Deny", caller, action, resource);

    public bool Allows(CallerIdentity caller, string action, string resource) => Matches("Allow", caller, action, resource);

    private bool Matches(string effect, CallerIdentity caller, string action, string resource) =>
        _statements.Exists(s => s.Effect == effect && s.Applies(caller, action, resource));

    private static JsonElement[] Items(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [element];

    private sealed record Statement(string Effect, string[] Principals, string[] Actions, string[] Resources, bool ConditionsHold)
    {
        public static Statement Parse(JsonElement element) => new(
            element.GetProperty(nameof(Effect)).GetString()!,
            PrincipalsOf(element.GetProperty("Principal")),
            Strings(element.GetProperty("Action")),
            Strings(element.GetProperty("Resource")),
            !element.TryGetProperty("Condition", out var condition) || Holds(condition));

        public bool Applies(CallerIdentity caller, string action, string resource) =>
            ConditionsHold
            && Principals.Any(p => p == "*" || p == caller.AccountId || p == caller.Arn || p == RoleOf(caller.Arn) || p == $"arn:aws:iam::{caller.AccountId}:root")
            && Actions.Any(a => IsLike(action, a, RegexOptions.IgnoreCase))
            && Resources.Any(r => IsLike(resource, r, RegexOptions.None));

        private static string[] PrincipalsOf(JsonElement principal) =>
            principal.ValueKind == JsonValueKind.String ? [principal.GetString()!]
            : principal.TryGetProperty("AWS", out var accounts) ? Strings(accounts) : [];

        private static string[] Strings(JsonElement element) => [.. Items(element).Select(e => e.GetString()!)];

        private static bool Holds(JsonElement condition) =>
            condition.EnumerateObject().All(o => o.Name == "Bool"
                && o.Value.EnumerateObject().All(c => c.Name == "aws:SecureTransport" && Strings(c.Value).Contains("true", StringComparer.OrdinalIgnoreCase)));

        // arn:aws:sts::1:assumed-role/Name/session acts for arn:aws:iam::1:role/Name.
        private static string RoleOf(string arn) =>
            arn.Replace(":sts:", ":iam:", StringComparison.Ordinal).Split('/') is [var head, var name, _] && head.EndsWith(":assumed-role", StringComparison.Ordinal)
                ? $"{head.Replace(":assumed-role", ":role", StringComparison.Ordinal)}/{name}"
                : arn;

        private static bool IsLike(string text, string pattern, RegexOptions options) => Regex.IsMatch(
            text,
            $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$",
            options | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }
}
