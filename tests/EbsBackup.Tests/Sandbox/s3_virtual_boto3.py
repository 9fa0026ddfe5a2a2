"""Buckets in the host's name. argv: http://localhost:port, key id, secret."""
import socket
import sys
import urllib.request

import boto3
from botocore.config import Config

from check import ENDPOINT, equal

hosts = set()
resolve = socket.getaddrinfo


def resolve_localhost(host, *rest, **more):
    hosts.add(host)
    return resolve("127.0.0.1" if str(host).endswith("localhost") else host, *rest, **more)


socket.getaddrinfo = resolve_localhost
config = Config(signature_version="s3v4", retries={"total_max_attempts": 1}, s3={"addressing_style": "virtual"})
s3 = boto3.Session(sys.argv[2], sys.argv[3]).client("s3", endpoint_url=ENDPOINT, region_name="us-east-1", config=config)
s3.create_bucket(Bucket="box.with.dots")
s3.create_bucket(Bucket="box")
equal("box.localhost" in hosts, True)
key = "box/a b+ü%2F//c"
s3.put_object(Bucket="box", Key=key, Body=b"here", Metadata={"n": "1"})
got = s3.get_object(Bucket="box", Key=key)
equal((got["Body"].read(), got["Metadata"]), (b"here", {"n": "1"}))
equal(s3.head_object(Bucket="box", Key=key)["ContentLength"], 4)
equal([o["Key"] for o in s3.list_objects_v2(Bucket="box")["Contents"]], [key])
equal(sorted(b["Name"] for b in s3.list_buckets()["Buckets"]), ["box", "box.with.dots"])
url = s3.generate_presigned_url("get_object", {"Bucket": "box", "Key": key})
equal(url.startswith("http://box.localhost:"), True)
equal(urllib.request.urlopen(url).read(), b"here")
s3.copy_object(Bucket="box", Key="copy", CopySource={"Bucket": "box", "Key": key})
equal([d["Key"] for d in s3.delete_objects(Bucket="box", Delete={"Objects": [{"Key": key}, {"Key": "copy"}]})["Deleted"]], [key, "copy"])
s3.delete_bucket(Bucket="box")
