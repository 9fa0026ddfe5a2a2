using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.S3;

/// <summary>
/// What happens to a request that is signed for, or sent to, another Region than the bucket's
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html).
/// An endpoint wants the signature of its own Region (400 AuthorizationHeaderMalformed), and sends a caller who asks for
/// another Region's bucket there (301 PermanentRedirect). A path-style host without a Region stands for the endpoint of
/// the Region that the request is signed for; a virtual host without a Region is the bucket's own endpoint, as DNS has it.
/// </summary>
internal static class BucketRegion
{
    /// <exception cref="AwsErrorException">AuthorizationHeaderMalformed, PermanentRedirect.</exception>
    public static void Ensure(S3Request request, S3Bucket bucket, string operation)
    {
        var signed = request.Call.Region;
        var endpoint = request.Address.EndpointRegion ?? (request.Address.IsVirtualHosted ? bucket.Region : signed);
        if (signed.Length > 0 && signed != endpoint)
        {
            throw new AwsErrorException("AuthorizationHeaderMalformed", $"The authorization header is malformed; the region '{signed}' is wrong; expecting '{endpoint}'")
            {
                Details = S3Errors.Detail(("Region", endpoint)),
                Headers = S3Errors.Detail(("x-amz-bucket-region", bucket.Region)),
            };
        }

        // us-east-1 was once the only endpoint: it still tells where any bucket is.
        if (endpoint == bucket.Region || endpoint.Length == 0 || (operation == "GetBucketLocation" && endpoint == "us-east-1"))
            return;

        throw new AwsErrorException("PermanentRedirect", "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.", 301)
        {
            Details = S3Errors.Detail(("Endpoint", $"{bucket.Name}.s3.{bucket.Region}.amazonaws.com"), ("Bucket", bucket.Name)),
            Headers = S3Errors.Detail(("x-amz-bucket-region", bucket.Region)),
        };
    }
}
