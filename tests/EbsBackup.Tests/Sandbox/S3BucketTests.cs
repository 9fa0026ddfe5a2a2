using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using EbsBackup.Sandbox.State;

namespace EbsBackup.Tests.Sandbox;

public sealed class S3BucketTests : IAsyncLifetime
{
    private readonly S3TestServer _s3 = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _s3.DisposeAsync().AsTask();

    [Theory]
    [InlineData("us-east-1", null, "us-east-1", null)]
    [InlineData("us-east-1", "eu-west-1", "eu-west-1", null)]
    [InlineData("us-east-1", "EU", "eu-west-1", null)]
    [InlineData("us-east-1", "us-east-1", null, "InvalidLocationConstraint")]
    [InlineData("eu-west-1", "eu-west-1", "eu-west-1", null)]
    [InlineData("eu-west-1", null, null, "IllegalLocationConstraintException")]
    [InlineData("eu-west-1", "eu-west-2", null, "IllegalLocationConstraintException")]
    public void Bucket_is_made_where_endpoint_and_constraint_agree(string endpoint, string? constraint, string? region, string? error)
    {
        // A trait of the client: it fills in the constraint itself, so the request is made by hand.
        var body = constraint is null ? "" : $"<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><LocationConstraint>{constraint}</LocationConstraint></CreateBucketConfiguration>";
        var answer = S3Raw.Send(new(), "PUT", "/place", body: body, region: endpoint);
        Assert.Equal(error, answer.Code);
        if (region is not null)
            Assert.Equal(region, S3Raw.Send(answer.Service, "HEAD", "/place", region: region).Headers["x-amz-bucket-region"]);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Upper")]
    [InlineData("under_score")]
    [InlineData("-dash")]
    [InlineData("dot..dot")]
    [InlineData("192.168.5.4")]
    [InlineData("xn--name")]
    [InlineData("name-s3alias")]
    public void Bucket_names_obey_the_rules(string name) =>
        Assert.Equal("InvalidBucketName", S3Raw.Send(new(), "PUT", "/" + name).Code);

    [Fact]
    public async Task Creating_ones_own_bucket_again_succeeds_in_us_east_1_alone()
    {
        var here = await _s3.ClientWithBucketAsync("mine");
        await here.PutBucketAsync("mine");
        var there = _s3.Client("eu-west-1");
        await there.PutBucketAsync(new PutBucketRequest { BucketName = "mine-eu", BucketRegionName = "eu-west-1" });
        var again = await Assert.ThrowsAsync<BucketAlreadyOwnedByYouException>(() => there.PutBucketAsync(new PutBucketRequest { BucketName = "mine-eu", BucketRegionName = "eu-west-1" }));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public void Bucket_in_another_region_redirects_and_names_the_region()
    {
        var made = S3Raw.Send(new(), "PUT", "/far", body: "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>");
        var answer = S3Raw.Send(made.Service, "GET", "/far/k");
        Assert.Equal((301, "PermanentRedirect", "eu-west-1"), (answer.Status, answer.Code, answer.Headers["x-amz-bucket-region"]));
        Assert.Contains("<Endpoint>far.s3.eu-west-1.amazonaws.com</Endpoint>", answer.Text, StringComparison.Ordinal);

        var head = S3Raw.Send(made.Service, "HEAD", "/far");
        Assert.Equal((301, "", "eu-west-1"), (head.Status, head.Text, head.Headers["x-amz-bucket-region"]));

        // us-east-1 still answers where a bucket is.
        Assert.Contains(">eu-west-1</LocationConstraint>", S3Raw.Send(made.Service, "GET", "/far", "location").Text, StringComparison.Ordinal);
        Assert.Equal(301, S3Raw.Send(made.Service, "GET", "/far", "location", region: "us-west-2").Status);
    }

    [Theory]
    [InlineData("far.localhost:4566")]
    [InlineData("far.s3.amazonaws.com")]
    [InlineData("far.s3.eu-west-1.amazonaws.com")]
    [InlineData("far.s3.dualstack.eu-west-1.amazonaws.com")]
    [InlineData("far.s3-eu-west-1.amazonaws.com")]
    public void Signature_for_another_region_than_the_endpoints_is_malformed(string host)
    {
        var made = S3Raw.Send(new(), "PUT", "/far", body: "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>");
        var answer = S3Raw.Send(made.Service, "GET", "/k", headers: [("Host", host)]);
        Assert.Equal((400, "AuthorizationHeaderMalformed"), (answer.Status, answer.Code));
        Assert.Contains("the region 'us-east-1' is wrong; expecting 'eu-west-1'</Message><Region>eu-west-1</Region>", answer.Text, StringComparison.Ordinal);
        Assert.Equal("NoSuchKey", S3Raw.Send(made.Service, "GET", "/k", headers: [("Host", host)], region: "eu-west-1").Code);
    }

    [Fact]
    public async Task Other_accounts_come_in_only_by_the_policy()
    {
        _s3.Server.Sandbox.State.AddKey(new AccessKey("AKIAOTHER", "other-secret", "333333333333", "arn:aws:iam::333333333333:user/other", "AIDAOTHER"));
        var mine = await _s3.ClientWithBucketAsync("mine");
        var other = _s3.Client(credentials: new BasicAWSCredentials("AKIAOTHER", "other-secret"));
        await mine.PutObjectAsync(new() { BucketName = "mine", Key = "reports/a", ContentBody = "1" });

        Assert.Null((await other.ListBucketsAsync()).Buckets);
        await Assert.ThrowsAsync<BucketAlreadyExistsException>(() => other.PutBucketAsync("mine"));
        Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<AmazonS3Exception>(() => other.GetObjectAsync("mine", "reports/a"))).ErrorCode);

        await mine.PutBucketPolicyAsync("mine", """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::333333333333:root"},"Action":["s3:Get*"],"Resource":"arn:aws:s3:::mine/reports/*"},
              {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::mine/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}
            """);
        Assert.Equal(1, (await other.GetObjectAsync("mine", "reports/a")).ContentLength);
        Assert.Equal("AccessDenied", (await Assert.ThrowsAsync<AmazonS3Exception>(() => other.DeleteObjectAsync("mine", "reports/a"))).ErrorCode);
        var batch = await Assert.ThrowsAsync<DeleteObjectsException>(() => other.DeleteObjectsAsync(new() { BucketName = "mine", Objects = [new() { Key = "reports/a" }] }));
        Assert.Equal(["AccessDenied"], batch.Response.DeleteErrors.Select(e => e.Code));
        Assert.Equal(1, (await mine.GetObjectAsync("mine", "reports/a")).ContentLength);
    }

    [Fact]
    public async Task Configuration_comes_back_as_put()
    {
        var client = await _s3.ClientWithBucketAsync("conf");
        Assert.True((await client.GetPublicAccessBlockAsync(new() { BucketName = "conf" })).PublicAccessBlockConfiguration.BlockPublicPolicy);
        Assert.Equal("AES256", await EncryptionAsync());
        await client.PutBucketEncryptionAsync(new()
        {
            BucketName = "conf",
            ServerSideEncryptionConfiguration = new() { ServerSideEncryptionRules = [new() { ServerSideEncryptionByDefault = new() { ServerSideEncryptionAlgorithm = ServerSideEncryptionMethod.AWSKMS } }] },
        });
        Assert.Equal("aws:kms", await EncryptionAsync());
        Assert.Equal(ServerSideEncryptionMethod.AWSKMS, (await client.PutObjectAsync(new() { BucketName = "conf", Key = "k", ContentBody = "1" })).ServerSideEncryptionMethod);

        await client.PutLifecycleConfigurationAsync("conf", new()
        {
            Rules = [new() { Id = "old", Status = LifecycleRuleStatus.Enabled, Filter = new() { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "a/" } }, Expiration = new() { Days = 9 } }],
        });
        Assert.Equal(9, (await client.GetLifecycleConfigurationAsync("conf")).Configuration.Rules[0].Expiration.Days);
        await client.PutBucketTaggingAsync("conf", [new() { Key = "a", Value = "b" }]);
        Assert.Equal("b", (await client.GetBucketTaggingAsync(new() { BucketName = "conf" })).TagSet[0].Value);

        async Task<string> EncryptionAsync() =>
            (await client.GetBucketEncryptionAsync(new() { BucketName = "conf" })).ServerSideEncryptionConfiguration.ServerSideEncryptionRules[0].ServerSideEncryptionByDefault.ServerSideEncryptionAlgorithm;
    }

    [Theory]
    [InlineData("GET", "lifecycle", "NoSuchLifecycleConfiguration", 404)]
    [InlineData("GET", "policy", "NoSuchBucketPolicy", 404)]
    [InlineData("GET", "tagging", "NoSuchTagSet", 404)]
    [InlineData("GET", "website", "NotImplemented", 501)]
    [InlineData("PUT", "acl", "NotImplemented", 501)]
    public void Absent_configuration_and_unserved_operations_say_so(string method, string subresource, string code, int status)
    {
        var made = S3Raw.Send(new(), "PUT", "/conf");
        var answer = S3Raw.Send(made.Service, method, "/conf", subresource);
        Assert.Equal((code, status), (answer.Code, answer.Status));
    }

    [Fact]
    public async Task Buckets_are_listed_in_pages()
    {
        var client = _s3.Client();
        foreach (var n in Enumerable.Range(0, 5))
            await client.PutBucketAsync("page-" + n);
        var names = new List<string>();
        var request = new ListBucketsRequest { MaxBuckets = 2 };
        do
        {
            var page = await client.ListBucketsAsync(request);
            Assert.InRange(page.Buckets.Count, 1, 2);
            names.AddRange(page.Buckets.Select(b => b.BucketName));
            request.ContinuationToken = page.ContinuationToken;
        }
        while (request.ContinuationToken is not null);
        Assert.Equal(["page-0", "page-1", "page-2", "page-3", "page-4"], names);
    }
}
