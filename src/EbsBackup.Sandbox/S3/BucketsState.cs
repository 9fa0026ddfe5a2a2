using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EbsBackup.Sandbox.Ec2;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Sandbox.S3;

/// <summary>An account's <c>buckets</c> in the state file, with the newest version of each object.</summary>
internal static class BucketsState
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Load(S3Store store, Account account, StateNode node)
    {
        foreach (var item in node.Items())
        {
            item.Only("name", "region", "versioning", "created", "objects");
            var name = item.Required("name");
            if (!BucketName.IsValid(name)) throw item.Member("name")!.Error($"'{name}' is no bucket name");
            var region = item.Text("region") ?? "us-east-1";
            if (!Places.IsRegion(region)) throw item.Member("region")!.Error($"there is no Region '{region}'");
            var bucket = new S3Bucket(name, account.Id, region, item.Time("created") ?? DateTimeOffset.UnixEpoch) { Versioning = item.Text("versioning") };
            if (bucket.Versioning is not (null or "Enabled" or "Suspended")) throw item.Member("versioning")!.Error("it is Enabled, Suspended or absent");
            if (!store.Buckets.TryAdd(name, bucket)) throw item.Error($"the bucket {name} is there already: names are global");
            foreach (var key in item.Items("objects")) Load(store, bucket, key);
        }
    }

    public static void Write(S3Store store, Account account, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var bucket in store.Buckets.Values.Where(b => b.OwnerAccountId == account.Id))
        {
            json.WriteStartObject();
            json.WriteString("name", bucket.Name);
            json.WriteString("region", bucket.Region);
            if (bucket.Versioning is not null) json.WriteString("versioning", bucket.Versioning);
            json.WriteString("created", bucket.Created.UtcDateTime);
            json.WriteStartArray("objects");
            foreach (var stored in bucket.Keys.All.Select(k => k.Current).OfType<S3Object>()) Write(stored, json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Load(S3Store store, S3Bucket bucket, StateNode node)
    {
        node.Only("key", "text", "base64", "contentType", "lastModified");
        var body = (node.Text("text"), node.Text("base64")) switch
        {
            ({ } text, null) => Utf8.GetBytes(text),
            (null, { } encoded) => Decode(node, encoded),
            _ => throw node.Error("an object has 'text' or 'base64'"),
        };
        var draft = new S3Object
        {
            Key = node.Required("key"),
            VersionId = S3Object.NullVersion,
            LastModified = default,
            Body = body,
            ETag = $"\"{Convert.ToHexString(Md5(body)).ToLowerInvariant()}\"",
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = node.Text("contentType") ?? "binary/octet-stream" },
        };
        store.Add(bucket, draft, node.Time("lastModified") ?? bucket.Created);
    }

    private static byte[] Decode(StateNode node, string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw node.Member("base64")!.Error("it is not base64");
        }
    }

    private static void Write(S3Object stored, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("key", stored.Key);
        try
        {
            json.WriteString("text", Utf8.GetString(stored.Body));
        }
        catch (DecoderFallbackException)
        {
            json.WriteBase64String("base64", stored.Body);
        }

        if (stored.Headers.TryGetValue("Content-Type", out var type)) json.WriteString("contentType", type);
        json.WriteString("lastModified", stored.LastModified.UtcDateTime);
        json.WriteEndObject();
    }

    // S3's ETag of a simple object is the MD5 of its body.
#pragma warning disable CA5351
    private static byte[] Md5(byte[] body) => MD5.HashData(body);
#pragma warning restore CA5351
}
