using System.Text.Json;
using EbsBackup.Sandbox.Ec2;

namespace EbsBackup.Sandbox.State;

/// <summary>A sandbox's state as JSON: its accounts, and what they have in each Region. docs/sandbox.md has the format.</summary>
internal static class StateFile
{
    public const int SchemaVersion = 1;

    private static readonly string[] OwnMembers = ["id", "name", "email", "management", "status", "joined", "accessKeys", "roles", "regions"];

    /// <exception cref="StateFileException">The file cannot be read: one error, saying where.</exception>
    public static void Load(Sandbox sandbox, string path, IReadOnlyList<IStateSection> sections)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFileException($"The state file {path} cannot be opened: {e.Message} Give the path of a file that exists and can be read.", e);
        }

        try
        {
            using var json = JsonDocument.Parse(bytes, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            Load(sandbox, new StateNode(path, json.RootElement), sections);
        }
        catch (JsonException e)
        {
            throw new StateFileException($"The state file {path} is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {e.Message.Split(" LineNumber")[0]} Correct it there.", e);
        }
    }

    public static byte[] Write(Sandbox sandbox, IReadOnlyList<IStateSection> sections)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            var now = sandbox.Clock.GetUtcNow();
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", SchemaVersion);
            json.WriteString("now", now.UtcDateTime);
            if (sandbox.Clock.IsFrozen) json.WriteBoolean("frozen", true);
            json.WriteString("defaultAccount", sandbox.State.DefaultAccountId);
            json.WriteStartArray("accounts");
            foreach (var account in sandbox.State.Accounts) Write(json, sandbox, account, sections, now);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Load(Sandbox sandbox, StateNode root, IReadOnlyList<IStateSection> sections)
    {
        root.Only("schemaVersion", "now", "frozen", "defaultAccount", "accounts");
        if (root.Integer("schemaVersion") is not SchemaVersion) throw root.Error($"'schemaVersion' must be {SchemaVersion}");
        if (root.Time("now") is { } now) sandbox.Clock.MoveTo(now);
        if (root.Flag("frozen") == true) sandbox.Clock.Freeze(root.Time("now"));
        if (root.Text("defaultAccount") is { } id) sandbox.UseDefaultAccount(AccountId(root.Member("defaultAccount")!, id));

        // Members are numbered as they come; jobs and snapshots need the accounts' order only within one.
        foreach (var node in root.Items("accounts")) Load(sandbox, node.Only([.. OwnMembers, .. sections.Select(s => s.MemberName)]), AccountId(node, node.Required("id")), sections);
        if (sandbox.State.Accounts.Count(a => a.IsManagement) > 1) throw root.Error("only one account can have 'management': true");
    }

    private static void Load(Sandbox sandbox, StateNode node, string id, IReadOnlyList<IStateSection> sections)
    {
        if (sandbox.State.HasAccount(id) && id != sandbox.State.DefaultAccountId) throw node.Error($"the account {id} is there twice");
        var account = sandbox.State.Account(id);
        account.Name = node.Text("name") ?? account.Name;
        account.Email = node.Text("email") ?? account.Email;
        account.IsManagement = node.Flag("management") ?? false;
        account.Status = node.Text("status") ?? account.Status;
        account.Joined = node.Time("joined") ?? account.Joined;
        foreach (var key in node.Items("accessKeys"))
        {
            key.Only("accessKeyId", "secretAccessKey", "sessionToken", "expiresAt", "arn", "userId");
            sandbox.State.AddKey(new(key.Required("accessKeyId"), key.Required("secretAccessKey"), id, key.Text("arn") ?? $"arn:aws:iam::{id}:user/sandbox", key.Text("userId") ?? "AIDASANDBOX")
            {
                SessionToken = key.Text("sessionToken"),
                ExpiresAt = key.Time("expiresAt"),
            });
        }

        foreach (var role in node.Items("roles"))
        {
            role.Only("name", "trust", "externalId", "maxSessionSeconds");
            account.Roles[role.Required("name")] = new(role.Required("name"), [.. role.Items("trust").Select(t => t.Text())], role.Text("externalId"))
            {
                MaxSession = TimeSpan.FromSeconds(role.Integer("maxSessionSeconds") ?? 3600),
            };
        }

        foreach (var (name, region) in node.Member("regions")?.Members() ?? [])
        {
            if (!Places.IsRegion(name)) throw region.Error($"there is no Region '{name}'");
            RegionState.Load(sandbox, account.Region(name), region);
        }

        foreach (var section in sections)
        {
            if (node.Member(section.MemberName) is { } own) section.Load(account, own);
        }
    }

    private static void Write(Utf8JsonWriter json, Sandbox sandbox, Account account, IReadOnlyList<IStateSection> sections, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("id", account.Id);
        json.WriteString("name", account.Name);
        json.WriteString("email", account.Email);
        if (account.IsManagement) json.WriteBoolean("management", true);
        if (account.Status != "ACTIVE") json.WriteString("status", account.Status);
        if (account.Joined != default) json.WriteString("joined", account.Joined.UtcDateTime);
        json.WriteStartArray("accessKeys");
        foreach (var key in sandbox.State.AccessKeys.Where(k => k.AccountId == account.Id && k != sandbox.DefaultKey))
        {
            json.WriteStartObject();
            json.WriteString("accessKeyId", key.AccessKeyId);
            json.WriteString("secretAccessKey", key.SecretAccessKey);
            if (key.SessionToken is not null) json.WriteString("sessionToken", key.SessionToken);
            if (key.ExpiresAt is { } end) json.WriteString("expiresAt", end.UtcDateTime);
            json.WriteString("arn", key.Arn);
            json.WriteString("userId", key.UserId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("roles");
        foreach (var role in account.Roles.Values)
        {
            json.WriteStartObject();
            json.WriteString("name", role.Name);
            json.WriteStartArray("trust");
            foreach (var trusted in role.Trust) json.WriteStringValue(trusted);
            json.WriteEndArray();
            if (role.ExternalId is not null) json.WriteString("externalId", role.ExternalId);
            json.WriteNumber("maxSessionSeconds", role.MaxSession.TotalSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        foreach (var section in sections)
        {
            json.WritePropertyName(section.MemberName);
            section.Write(account, json);
        }

        json.WriteStartObject("regions");
        foreach (var region in account.Regions)
        {
            json.WritePropertyName(region.Name);
            RegionState.Write(json, region, now);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string AccountId(StateNode node, string id) =>
        id.Length == 12 && id.All(char.IsAsciiDigit) ? id : throw node.Error($"'{id}' is no account id of twelve digits");
}
