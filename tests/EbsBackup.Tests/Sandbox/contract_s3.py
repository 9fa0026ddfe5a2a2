"""What S3 does, as the documentation has it and as clients rely on it."""
import hashlib

from check import client
from contract import case, code, run, unique

s3 = client("s3")


def bucket(versioned=False, **keys):
    name = unique("contract")
    s3.create_bucket(Bucket=name)
    if versioned:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    for key, body in keys.items():
        s3.put_object(Bucket=name, Key=key, Body=body)
    return name


def pages(operation, field, **arguments):
    return [[o.get("Key") or o.get("Prefix") for o in page.get(field, [])] for page in s3.get_paginator(operation).paginate(**arguments)]


@case
def create_again():
    name = bucket()
    return code(s3.create_bucket, Bucket=name)


@case
def create_again_elsewhere():
    eu = client("s3", "eu-west-1")
    name = unique("contract")
    arguments = {"Bucket": name, "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
    eu.create_bucket(**arguments)
    return [code(eu.create_bucket, **arguments), eu.get_bucket_location(Bucket=name)["LocationConstraint"], eu.head_bucket(Bucket=name)["BucketRegion"]]


@case
def location_constraints():
    eu = client("s3", "eu-west-1")
    return [code(eu.create_bucket, Bucket=unique("contract")),
            code(eu.create_bucket, Bucket=unique("contract"), CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}),
            code(s3.create_bucket, Bucket=unique("contract"), CreateBucketConfiguration={"LocationConstraint": "us-east-1"}),
            s3.get_bucket_location(Bucket=bucket())["LocationConstraint"]]


@case
def bucket_names():
    return [code(s3.create_bucket, Bucket=name) for name in ("ab", "Upper-case", "under_score", "x" * 64)]


@case
def missing_bucket():
    name = unique("none")
    return [code(s3.list_objects_v2, Bucket=name), code(s3.head_bucket, Bucket=name), code(s3.put_object, Bucket=name, Key="k", Body=b""),
            code(s3.delete_bucket, Bucket=name), code(s3.get_bucket_versioning, Bucket=name)]


@case
def missing_key():
    name = bucket()
    return [code(s3.get_object, Bucket=name, Key="k"), code(s3.head_object, Bucket=name, Key="k"), code(s3.delete_object, Bucket=name, Key="k"),
            code(s3.get_object_tagging, Bucket=name, Key="k"), code(s3.copy_object, Bucket=name, Key="c", CopySource={"Bucket": name, "Key": "k"})]


@case
def delete_bucket_with_objects():
    name = bucket(a=b"1")
    first = code(s3.delete_bucket, Bucket=name)
    s3.delete_object(Bucket=name, Key="a")
    return [first, code(s3.delete_bucket, Bucket=name)]


@case
def put_and_get():
    name = bucket()
    put = s3.put_object(Bucket=name, Key="k", Body=b"body", ContentType="text/plain", Metadata={"run": "7"}, CacheControl="no-store")
    got = s3.get_object(Bucket=name, Key="k")
    return [put["ETag"] == got["ETag"] == f'"{hashlib.md5(b"body").hexdigest()}"', got["Body"].read().decode(), got["ContentType"], got["Metadata"],
            got["CacheControl"], got["ContentLength"], got["AcceptRanges"]]


@case
def default_content_type():
    return s3.head_object(Bucket=bucket(k=b"1"), Key="k")["ContentType"]


@case
def default_encryption():
    name = bucket(k=b"1")
    return [s3.head_object(Bucket=name, Key="k").get("ServerSideEncryption"),
            s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]["ApplyServerSideEncryptionByDefault"]]


@case
def hostile_keys():
    name = bucket()
    keys = ["a b", "a+b", "a%20b", "ü/ñ/😀", "q?x=1&y=2", "#frag", "a\\b", "trail/", "tab\t", "&<>\"'", "a//b", "=", "~!*'()"]
    for key in keys:
        s3.put_object(Bucket=name, Key=key, Body=key.encode())
    listed = [o["Key"] for o in s3.list_objects_v2(Bucket=name)["Contents"]]
    return [listed, [k for k in keys if s3.get_object(Bucket=name, Key=k)["Body"].read().decode() != k]]


@case
def order_is_by_utf8_bytes():
    name = bucket()
    for key in ("\uffee", "😀", "z", "Z", "é"):
        s3.put_object(Bucket=name, Key=key, Body=b"")
    return [o["Key"] for o in s3.list_objects_v2(Bucket=name)["Contents"]]


@case
def key_length():
    name = bucket()
    return [code(s3.put_object, Bucket=name, Key="x" * 1024, Body=b""), code(s3.put_object, Bucket=name, Key="x" * 1025, Body=b"")]


@case
def list_pages():
    name = bucket(**{k: b"" for k in "abcde"})
    return [pages("list_objects_v2", "Contents", Bucket=name, PaginationConfig={"PageSize": 2}), pages("list_objects", "Contents", Bucket=name, PaginationConfig={"PageSize": 2})]


@case
def list_prefixes():
    name = bucket()
    for key in ("a/1", "a/2", "b/1", "c", "d/e/1"):
        s3.put_object(Bucket=name, Key=key, Body=b"")
    page = s3.list_objects_v2(Bucket=name, Delimiter="/")
    return [[p["Prefix"] for p in page["CommonPrefixes"]], [o["Key"] for o in page["Contents"]], page["KeyCount"], page["IsTruncated"],
            [o["Key"] for o in s3.list_objects_v2(Bucket=name, Prefix="a/")["Contents"]],
            [p["Prefix"] for p in s3.list_objects_v2(Bucket=name, Prefix="d/", Delimiter="/")["CommonPrefixes"]]]


@case
def list_prefixes_paged():
    name = bucket()
    for key in ("a/1", "a/2", "b/1", "c", "d/1"):
        s3.put_object(Bucket=name, Key=key, Body=b"")
    return [[[p["Prefix"] for p in page.get("CommonPrefixes", [])] + [o["Key"] for o in page.get("Contents", [])]
             for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name, Delimiter="/", PaginationConfig={"PageSize": 1})]]


@case
def list_start_after():
    name = bucket(**{k: b"" for k in "abc"})
    return [o["Key"] for o in s3.list_objects_v2(Bucket=name, StartAfter="b")["Contents"]]


@case
def list_nothing():
    page = s3.list_objects_v2(Bucket=bucket())
    return [page["KeyCount"], page["IsTruncated"], "Contents" in page, page["MaxKeys"]]


@case
def list_zero_keys():
    page = s3.list_objects_v2(Bucket=bucket(a=b""), MaxKeys=0)
    return [page["KeyCount"], page["IsTruncated"]]


@case
def list_bad_token():
    return code(s3.list_objects_v2, Bucket=bucket(), ContinuationToken="nonsense")


@case
def create_if_absent():
    name = bucket()
    put = lambda body: code(s3.put_object, Bucket=name, Key="k", Body=body, IfNoneMatch="*")
    return [put(b"1"), put(b"2"), s3.get_object(Bucket=name, Key="k")["Body"].read().decode()]


@case
def create_if_absent_over_a_delete_marker():
    name = bucket(versioned=True, k=b"1")
    s3.delete_object(Bucket=name, Key="k")
    return code(s3.put_object, Bucket=name, Key="k", Body=b"2", IfNoneMatch="*")


@case
def replace_if_unchanged():
    name = bucket(k=b"1")
    etag = s3.head_object(Bucket=name, Key="k")["ETag"]
    put = lambda key, etag: code(s3.put_object, Bucket=name, Key=key, Body=b"2", IfMatch=etag)
    return [put("k", etag), put("k", etag), put("none", etag)]


@case
def delete_if_unchanged():
    name = bucket(k=b"1")
    etag = s3.head_object(Bucket=name, Key="k")["ETag"]
    delete = lambda etag: code(s3.delete_object, Bucket=name, Key="k", IfMatch=etag)
    return [delete('"0"'), delete(etag), delete(etag)]


@case
def read_conditions():
    name = bucket(k=b"1")
    head = s3.head_object(Bucket=name, Key="k")
    get = lambda **condition: code(s3.get_object, Bucket=name, Key="k", **condition)
    return [get(IfMatch=head["ETag"]), get(IfMatch='"0"'), get(IfNoneMatch=head["ETag"]), get(IfNoneMatch='"0"'),
            get(IfModifiedSince=head["LastModified"]), get(IfUnmodifiedSince=head["LastModified"])]


@case
def ranges():
    name = bucket(k=b"0123456789")
    def get(range):
        try:
            got = s3.get_object(Bucket=name, Key="k", Range=range)
            return [got["Body"].read().decode(), got.get("ContentRange"), got["ResponseMetadata"]["HTTPStatusCode"]]
        except s3.exceptions.ClientError as error:
            return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return [get("bytes=0-3"), get("bytes=7-"), get("bytes=-2"), get("bytes=8-99"), get("bytes=10-"), get("bytes=-99")]


@case
def digests():
    name = bucket()
    put = lambda **digest: code(s3.put_object, Bucket=name, Key="k", Body=b"hello", **digest)
    return [put(ContentMD5="XUFAKrxLKna5cZ2REBfFkg=="), put(ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg=="), put(ContentMD5="nonsense"),
            put(ChecksumSHA256="LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="), put(ChecksumSHA256="47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]


@case
def checksums_come_back():
    name = bucket()
    s3.put_object(Bucket=name, Key="k", Body=b"hello", ChecksumAlgorithm="SHA256")
    head = s3.head_object(Bucket=name, Key="k", ChecksumMode="ENABLED")
    return [head["ChecksumSHA256"], head.get("ChecksumType"), "ChecksumSHA256" in s3.head_object(Bucket=name, Key="k")]


@case
def versions():
    name = bucket(versioned=True)
    first = s3.put_object(Bucket=name, Key="k", Body=b"1")["VersionId"]
    second = s3.put_object(Bucket=name, Key="k", Body=b"2")["VersionId"]
    marker = s3.delete_object(Bucket=name, Key="k")
    listed = s3.list_object_versions(Bucket=name)
    got = [marker["DeleteMarker"], [v["VersionId"] == w for v, w in zip(listed["Versions"], (second, first))], [v["IsLatest"] for v in listed["Versions"]],
           [m["IsLatest"] for m in listed["DeleteMarkers"]], code(s3.get_object, Bucket=name, Key="k"),
           code(s3.get_object, Bucket=name, Key="k", VersionId=marker["VersionId"]), code(s3.delete_bucket, Bucket=name)]
    s3.delete_object(Bucket=name, Key="k", VersionId=marker["VersionId"])
    return got + [s3.get_object(Bucket=name, Key="k")["Body"].read().decode(), s3.get_object(Bucket=name, Key="k", VersionId=first)["Body"].read().decode()]


@case
def suspended_versioning():
    name = bucket(versioned=True, k=b"1")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
    s3.put_object(Bucket=name, Key="k", Body=b"2")
    s3.put_object(Bucket=name, Key="k", Body=b"3")
    return [[v["VersionId"] == "null" for v in s3.list_object_versions(Bucket=name)["Versions"]], s3.get_bucket_versioning(Bucket=name)["Status"]]


@case
def batch_delete():
    name = bucket(a=b"", b=b"", c=b"")
    done = s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "a"}, {"Key": "none"}]})
    quiet = s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "b"}], "Quiet": True})
    return [sorted(d["Key"] for d in done["Deleted"]), "Errors" in done, "Deleted" in quiet, [o["Key"] for o in s3.list_objects_v2(Bucket=name)["Contents"]]]


@case
def batch_delete_limit():
    name = bucket()
    return [code(s3.delete_objects, Bucket=name, Delete={"Objects": [{"Key": str(n)} for n in range(count)]}) for count in (1000, 1001)]


@case
def copies():
    name = bucket()
    s3.put_object(Bucket=name, Key="a b", Body=b"1", Metadata={"x": "1"}, ContentType="text/plain", Tagging="t=1")
    s3.copy_object(Bucket=name, Key="c", CopySource={"Bucket": name, "Key": "a b"})
    s3.copy_object(Bucket=name, Key="r", CopySource={"Bucket": name, "Key": "a b"}, MetadataDirective="REPLACE", Metadata={"y": "2"})
    kept, replaced = s3.head_object(Bucket=name, Key="c"), s3.head_object(Bucket=name, Key="r")
    return [kept["Metadata"], kept["ContentType"], replaced["Metadata"], [t["Value"] for t in s3.get_object_tagging(Bucket=name, Key="c")["TagSet"]],
            code(s3.copy_object, Bucket=name, Key="c", CopySource={"Bucket": name, "Key": "c"}),
            code(s3.copy_object, Bucket=name, Key="other", CopySource={"Bucket": name, "Key": "c"}, CopySourceIfMatch='"0"')]


@case
def multipart():
    name = bucket()
    body = b"x" * (5 << 20)
    upload = s3.create_multipart_upload(Bucket=name, Key="k")["UploadId"]
    parts = [{"PartNumber": n, "ETag": s3.upload_part(Bucket=name, Key="k", UploadId=upload, PartNumber=n, Body=b)["ETag"]} for n, b in ((1, body), (2, b"end"))]
    listed = [p["Size"] for p in s3.list_parts(Bucket=name, Key="k", UploadId=upload)["Parts"]]
    uploads = [u["Key"] for u in s3.list_multipart_uploads(Bucket=name)["Uploads"]]
    done = s3.complete_multipart_upload(Bucket=name, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
    etag = hashlib.md5(hashlib.md5(body).digest() + hashlib.md5(b"end").digest()).hexdigest() + "-2"
    return [listed, uploads, done["ETag"] == f'"{etag}"', s3.head_object(Bucket=name, Key="k")["ContentLength"], "Uploads" in s3.list_multipart_uploads(Bucket=name)]


@case
def multipart_refusals():
    name = bucket()
    upload = s3.create_multipart_upload(Bucket=name, Key="k")["UploadId"]
    parts = [{"PartNumber": n, "ETag": s3.upload_part(Bucket=name, Key="k", UploadId=upload, PartNumber=n, Body=b"small")["ETag"]} for n in (1, 2)]
    complete = lambda parts: code(s3.complete_multipart_upload, Bucket=name, Key="k", UploadId=upload, MultipartUpload={"Parts": parts})
    big = [{"PartNumber": n, "ETag": s3.upload_part(Bucket=name, Key="k", UploadId=upload, PartNumber=n, Body=b"x" * (5 << 20))["ETag"]} for n in (3, 4)]
    return [complete(parts), complete(big[::-1]), complete([{"PartNumber": 1, "ETag": '"0"'}]), complete([{"PartNumber": 9, "ETag": parts[0]["ETag"]}]),
            code(s3.upload_part, Bucket=name, Key="k", UploadId=upload, PartNumber=10001, Body=b""),
            code(s3.abort_multipart_upload, Bucket=name, Key="k", UploadId=upload), code(s3.abort_multipart_upload, Bucket=name, Key="k", UploadId=upload), complete(parts)]


@case
def tags():
    name = bucket()
    s3.put_object(Bucket=name, Key="k", Body=b"", Tagging="a=1&b=x%20y")
    before = {t["Key"]: t["Value"] for t in s3.get_object_tagging(Bucket=name, Key="k")["TagSet"]}
    s3.put_object_tagging(Bucket=name, Key="k", Tagging={"TagSet": [{"Key": "c", "Value": ""}]})
    after = {t["Key"]: t["Value"] for t in s3.get_object_tagging(Bucket=name, Key="k")["TagSet"]}
    many = {"TagSet": [{"Key": str(n), "Value": ""} for n in range(11)]}
    return [before, after, code(s3.put_object_tagging, Bucket=name, Key="k", Tagging=many)]


@case
def absent_configuration():
    name = bucket()
    return [code(s3.get_bucket_policy, Bucket=name), code(s3.get_bucket_lifecycle_configuration, Bucket=name), code(s3.get_bucket_tagging, Bucket=name),
            code(s3.get_object_lock_configuration, Bucket=name), code(s3.get_bucket_cors, Bucket=name), s3.get_bucket_versioning(Bucket=name).get("Status")]


@case
def public_access_block_from_birth():
    return s3.get_public_access_block(Bucket=bucket())["PublicAccessBlockConfiguration"]


@case
def bad_policy():
    return code(s3.put_bucket_policy, Bucket=bucket(), Policy="not json")


@case
def object_lock():
    name = unique("contract")
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    version = s3.put_object(Bucket=name, Key="k", Body=b"1")["VersionId"]
    s3.put_object_retention(Bucket=name, Key="k", Retention={"Mode": "GOVERNANCE", "RetainUntilDate": "2999-01-01T00:00:00Z"})
    return [code(s3.delete_object, Bucket=name, Key="k", VersionId=version), s3.get_object_retention(Bucket=name, Key="k")["Retention"]["Mode"],
            code(s3.delete_object, Bucket=name, Key="k", VersionId=version, BypassGovernanceRetention=True)]


@case
def legal_hold():
    name = unique("contract")
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    version = s3.put_object(Bucket=name, Key="k", Body=b"1", ObjectLockLegalHoldStatus="ON")["VersionId"]
    held = code(s3.delete_object, Bucket=name, Key="k", VersionId=version)
    s3.put_object_legal_hold(Bucket=name, Key="k", LegalHold={"Status": "OFF"})
    return [held, code(s3.delete_object, Bucket=name, Key="k", VersionId=version)]


run()
