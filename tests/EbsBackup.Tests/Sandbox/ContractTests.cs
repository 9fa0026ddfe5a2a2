using System.Diagnostics;
using System.Net.Http;
using System.Text.Json;
using EbsBackup.Sandbox;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Tests.Sandbox;

/// <summary>
/// The same cases on the sandbox and on moto, which nobody here wrote. Where the two differ, the difference is listed here
/// with the page that says who is right; a difference that is not listed fails, and so does one that is no longer there.
/// </summary>
public sealed class ContractTests
{
    private const string S3Api = "https://docs.aws.amazon.com/AmazonS3/latest/API/";
    private const string S3Guide = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/";
    private const string S3Errors = S3Api + "ErrorResponses.html";
    private const string Ec2Api = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/";
    private const string Ec2Errors = Ec2Api + "errors-overview.html";

    /// <summary>In each of these the sandbox keeps to the page and moto does not.</summary>
    private static readonly Dictionary<string, string> Differences = new()
    {
        ["s3.bucket_names"] = S3Guide + "bucketnamingrules.html", // moto takes capitals and underscores
        ["s3.default_encryption"] = S3Guide + "default-encryption-faq.html", // every bucket encrypts since January 2023
        ["s3.key_length"] = S3Guide + "object-keys.html", // 1,024 bytes
        ["s3.list_bad_token"] = S3Api + "API_ListObjectsV2.html", // a token is one that S3 gave out
        ["s3.digests"] = S3Guide + "checking-object-integrity-upload.html", // moto compares nothing
        ["s3.checksums_come_back"] = S3Api + "API_HeadObject.html", // moto leaves out ChecksumType
        ["s3.versions"] = S3Guide + "DeleteMarker.html", // GET of a marker's version: 405
        ["s3.suspended_versioning"] = S3Guide + "AddingObjectstoVersionSuspendedBuckets.html", // only the null version is overwritten
        ["s3.batch_delete"] = S3Api + "API_DeleteObjects.html", // quiet: failures alone
        ["s3.batch_delete_limit"] = S3Api + "API_DeleteObjects.html", // 1,000 keys
        ["s3.copies"] = S3Api + "API_CopyObject.html", // moto ignores x-amz-copy-source-if-match
        ["s3.multipart_refusals"] = S3Errors, // NoSuchUpload; moto answers 500 to completing an aborted upload
        ["s3.public_access_block_from_birth"] = S3Guide + "create-bucket-faq.html", // all four on since April 2023
        ["s3.bad_policy"] = S3Errors, // MalformedPolicy
        ["s3.object_lock"] = S3Api + "API_GetObjectRetention.html", // moto answers 500
        ["sts.identity_has_its_members"] = "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html", // a user's ARN is arn:aws:iam
        ["sts.role_of_no_one"] = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html", // moto assumes roles that do not exist
        ["sts.bad_session_name"] = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html", // letters, digits and _+=,.@-
        ["sts.bad_duration"] = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html", // 43,200 seconds at most
        ["ec2.snapshot_of_a_volume"] = Ec2Api + "API_Snapshot.html", // moto leaves out storageTier
        ["ec2.malformed_ids"] = Ec2Errors,
        ["ec2.tags_afterwards"] = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html", // aws: is reserved
        ["ec2.tags_for_another_kind"] = Ec2Api + "API_CreateSnapshot.html", // the resource type must be snapshot
        ["ec2.unknown_filter"] = Ec2Errors,
        ["ec2.image_keeps_its_snapshot"] = Ec2Api + "API_DeleteSnapshot.html", // the root device's snapshot of a registered AMI
        ["ec2.pages"] = Ec2Api + "API_DescribeSnapshots.html", // moto ignores MaxResults and owns the public snapshots
        ["ec2.copy"] = Ec2Api + "API_CopySnapshot.html", // a copy carries an arbitrary volume id
    };

    [SkippableTheory]
    [InlineData("s3", 41)]
    [InlineData("sts", 5)]
    [InlineData("ec2", 14)]
    public async Task Sandbox_and_moto_agree_or_the_documentation_says_who_is_right(string service, int cases)
    {
        Skip.IfNot(PythonScript.HasModule("moto.server"), "python3 with moto[server] is not installed");
        await using var server = SandboxServer.Start(new() { SnapshotDuration = TimeSpan.FromMilliseconds(200) });
        server.Sandbox.State.Account("111111111111").Roles["Backup-Report-Role"] = new Role("Backup-Report-Role", ["222222222222"]);
        using var moto = await Moto.StartAsync();
        var script = $"contract_{service}.py";
        var ours = Results(PythonScript.Output(server.EndpointUrl, script));
        var theirs = Results(PythonScript.Output(moto.EndpointUrl, script));

        Assert.Equal(cases, ours.Count);
        Assert.All(ours, c => Assert.DoesNotContain("Error: ", c.Value, StringComparison.Ordinal));
        var found = ours.Keys.Where(name => ours[name] != theirs[name]).Select(name => $"{service}.{name}").Order();
        var listed = Differences.Keys.Where(name => name.StartsWith(service + ".", StringComparison.Ordinal)).Order();
        Assert.True(
            found.SequenceEqual(listed),
            $"Not listed, or listed in vain:\n{string.Join('\n', found.Except(listed).Concat(listed.Except(found)).Select(name => Show(name[(service.Length + 1)..])))}");

        string Show(string name) => $"{name}\n  sandbox {ours.GetValueOrDefault(name)}\n  moto    {theirs.GetValueOrDefault(name)}";
    }

    private static Dictionary<string, string> Results(string output) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(output)!.ToDictionary(c => c.Key, c => c.Value.GetRawText());

    /// <summary>moto_server on a free port of the loopback.</summary>
    private sealed class Moto : IDisposable
    {
        private readonly Process _process;

        private Moto(Process process, Uri endpointUrl)
        {
            _process = process;
            EndpointUrl = endpointUrl;
        }

        public Uri EndpointUrl { get; }

        public static async Task<Moto> StartAsync()
        {
            var port = FreePort();
            var process = Process.Start(new ProcessStartInfo("python3", ["-m", "moto.server", "-H", "127.0.0.1", "-p", port.ToString(System.Globalization.CultureInfo.InvariantCulture)])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var moto = new Moto(process, new($"http://127.0.0.1:{port}"));
            using var http = new HttpClient();
            var watch = Stopwatch.StartNew();
            while (true)
            {
                try
                {
                    await http.GetAsync(new Uri(moto.EndpointUrl, "/moto-api/"));
                    return moto;
                }
                catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromSeconds(60) && !process.HasExited)
                {
                    await Task.Delay(100);
                }
            }
        }

        public void Dispose()
        {
            _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }

        private static int FreePort()
        {
            using var probe = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
            probe.Start();
            return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
        }
    }
}
