"""S3 by boto3: keys, pages, checksums, conditions, versions, multipart, presigned URLs, Regions."""
import io
import urllib.request

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

from check import client, control, equal, refused

s3 = client("s3")
s3.create_bucket(Bucket="boto")

# Keys that break naive servers, and their order.
keys = ["a b", "a+b", "a%20b", "../up", "//x", "/lead", "ü/ñ/😀", "tilde~!*'()", "q?x=1&y=2", "#frag", "a\\b", "a;b,c", "..", "./x", "trail/",
        "tab\t", "cr\r\nlf", "&<>\"'", " ", "=", "😀", "\uffee", "a//b", "x/../y"]
for key in keys:
    s3.put_object(Bucket="boto", Key=key, Body=key.encode())
    equal(s3.get_object(Bucket="boto", Key=key)["Body"].read().decode(), key)
inOrder = sorted(keys, key=str.encode)
for operation in ("list_objects_v2", "list_objects"):
    pages = list(s3.get_paginator(operation).paginate(Bucket="boto", PaginationConfig={"PageSize": 5}))
    equal([o["Key"] for page in pages for o in page["Contents"]], inOrder)
    equal(len(pages), 5)
equal([p["Prefix"] for p in s3.list_objects_v2(Bucket="boto", Delimiter="/")["CommonPrefixes"]], ["../", "./", "/", "a/", "trail/", "x/", "ü/"])
equal(s3.list_objects_v2(Bucket="boto", Prefix="a", StartAfter="a+b", FetchOwner=True)["KeyCount"], 3)
deleted = s3.delete_objects(Bucket="boto", Delete={"Objects": [{"Key": key} for key in keys]})
equal((len(deleted["Deleted"]), "Errors" in deleted, s3.list_objects_v2(Bucket="boto")["KeyCount"]), (len(keys), False, 0))
s3.put_object(Bucket="boto", Key="\x01", Body=b"")
equal(s3.list_objects_v2(Bucket="boto")["Contents"][0]["Key"], "\x01")
s3.delete_object(Bucket="boto", Key="\x01")

# Checksums: boto3 computes and verifies them; wrong ones are refused.
for algorithm in ("CRC32", "SHA1", "SHA256"):
    put = s3.put_object(Bucket="boto", Key="sum", Body=b"hello", ChecksumAlgorithm=algorithm)
    got = s3.get_object(Bucket="boto", Key="sum", ChecksumMode="ENABLED")
    equal((got["Body"].read(), got["Checksum" + algorithm]), (b"hello", put["Checksum" + algorithm]))
refused("BadDigest", s3.put_object, Bucket="boto", Key="sum", Body=b"hello", ChecksumSHA256="47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
refused("BadDigest", s3.put_object, Bucket="boto", Key="sum", Body=b"hello", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg==")
refused("InvalidDigest", s3.put_object, Bucket="boto", Key="sum", Body=b"hello", ContentMD5="nonsense")

# Conditions.
s3.put_object(Bucket="boto", Key="once", Body=b"1", IfNoneMatch="*")
refused("PreconditionFailed", s3.put_object, Bucket="boto", Key="once", Body=b"2", IfNoneMatch="*")
refused("NotImplemented", s3.put_object, Bucket="boto", Key="once", Body=b"2", IfNoneMatch='"etag"')
etag = s3.put_object(Bucket="boto", Key="once", Body=b"2", IfMatch=s3.head_object(Bucket="boto", Key="once")["ETag"])["ETag"]
refused("PreconditionFailed", s3.put_object, Bucket="boto", Key="once", Body=b"3", IfMatch='"0"')
refused("304", s3.get_object, Bucket="boto", Key="once", IfNoneMatch=etag)
refused("PreconditionFailed", s3.get_object, Bucket="boto", Key="once", IfMatch='"0"')
refused("304", s3.head_object, Bucket="boto", Key="once", IfModifiedSince=s3.head_object(Bucket="boto", Key="once")["LastModified"])

# What is not there.
refused("NoSuchKey", s3.get_object, Bucket="boto", Key="none")
refused("404", s3.head_object, Bucket="boto", Key="none")
refused("NoSuchBucket", s3.list_objects_v2, Bucket="no-such-bucket")
refused("404", s3.head_bucket, Bucket="no-such-bucket")
refused("NoSuchUpload", s3.abort_multipart_upload, Bucket="boto", Key="none", UploadId="none")
refused("KeyTooLongError", s3.put_object, Bucket="boto", Key="x" * 1025, Body=b"")
refused("InvalidRange", s3.get_object, Bucket="boto", Key="once", Range="bytes=1-")
s3.delete_object(Bucket="boto", Key="none")

# Multipart, managed and by hand.
body = bytes(range(256)) * (11 << 12)
s3.upload_fileobj(io.BytesIO(body), "boto", "big", Config=TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20))
head = s3.head_object(Bucket="boto", Key="big", ChecksumMode="ENABLED")
equal((head["ContentLength"], head["ChecksumType"], head["ETag"][-3:]), (len(body), "COMPOSITE", '-3"'))
assert head["ChecksumCRC32"].endswith("-3")
copy = io.BytesIO()
s3.download_fileobj("boto", "big", copy)
assert copy.getvalue() == body
equal(s3.head_object(Bucket="boto", Key="big", PartNumber=3)["ContentLength"], len(body) - (10 << 20))
s3.copy({"Bucket": "boto", "Key": "big"}, "boto", "big copy", Config=TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20))
assert s3.get_object(Bucket="boto", Key="big copy")["Body"].read() == body
upload = s3.create_multipart_upload(Bucket="boto", Key="by hand", ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")["UploadId"]
parts = [{"PartNumber": n, "ETag": s3.upload_part(Bucket="boto", Key="by hand", UploadId=upload, PartNumber=n, Body=part)["ETag"]} for n, part in ((2, b"end"), (1, body))]
refused("InvalidPartOrder", s3.complete_multipart_upload, Bucket="boto", Key="by hand", UploadId=upload, MultipartUpload={"Parts": parts})
equal([p["PartNumber"] for p in s3.list_parts(Bucket="boto", Key="by hand", UploadId=upload)["Parts"]], [1, 2])
equal([u["Key"] for u in s3.list_multipart_uploads(Bucket="boto")["Uploads"]], ["by hand"])
done = s3.complete_multipart_upload(Bucket="boto", Key="by hand", UploadId=upload, MultipartUpload={"Parts": parts[::-1]}, IfNoneMatch="*")
equal(done["ChecksumType"], "FULL_OBJECT")
equal(s3.put_object(Bucket="boto", Key="whole", Body=body + b"end", ChecksumAlgorithm="CRC32")["ChecksumCRC32"], done["ChecksumCRC32"])

# Versions.
s3.create_bucket(Bucket="versions")
s3.put_object(Bucket="versions", Key="k", Body=b"0")
s3.put_bucket_versioning(Bucket="versions", VersioningConfiguration={"Status": "Enabled"})
first = s3.put_object(Bucket="versions", Key="k", Body=b"1")["VersionId"]
marker = s3.delete_object(Bucket="versions", Key="k")
equal(marker["DeleteMarker"], True)
refused("NoSuchKey", s3.get_object, Bucket="versions", Key="k")
refused("MethodNotAllowed", s3.get_object, Bucket="versions", Key="k", VersionId=marker["VersionId"])
equal(s3.get_object(Bucket="versions", Key="k", VersionId="null")["Body"].read(), b"0")
listed = list(s3.get_paginator("list_object_versions").paginate(Bucket="versions", PaginationConfig={"PageSize": 1}))
equal([v["VersionId"] for page in listed for v in page.get("Versions", []) + page.get("DeleteMarkers", [])], [marker["VersionId"], first, "null"])
s3.put_bucket_versioning(Bucket="versions", VersioningConfiguration={"Status": "Suspended"})
s3.put_object(Bucket="versions", Key="k", Body=b"2")
equal([v["VersionId"] for v in s3.list_object_versions(Bucket="versions")["Versions"]], ["null", first])
refused("BucketNotEmpty", s3.delete_bucket, Bucket="versions")

# Presigned URLs.
import boto3
from botocore.config import Config
from check import ENDPOINT
signer = boto3.client("s3", endpoint_url=ENDPOINT, config=Config(signature_version="s3v4"))
put = signer.generate_presigned_url("put_object", Params={"Bucket": "boto", "Key": "signed +é"})
urllib.request.urlopen(urllib.request.Request(put, b"by url", method="PUT"))
equal(urllib.request.urlopen(signer.generate_presigned_url("get_object", Params={"Bucket": "boto", "Key": "signed +é"})).read(), b"by url")

# Regions: boto3 follows the redirect by itself.
client("s3", "eu-west-1").create_bucket(Bucket="far", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
s3.put_object(Bucket="far", Key="k", Body=b"there")
equal(s3.get_bucket_location(Bucket="far")["LocationConstraint"], "eu-west-1")
equal(client("s3", "ap-south-1").get_object(Bucket="far", Key="k")["Body"].read(), b"there")
equal(s3.head_bucket(Bucket="far")["BucketRegion"], "eu-west-1")
