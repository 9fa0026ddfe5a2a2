"""S3 by the AWS CLI: cp, ls, sync, rm, and s3api."""
import json
import os
import pathlib
import subprocess
import tempfile

from check import ENDPOINT, equal


def aws(*arguments, fails=False):
    run = subprocess.run(["aws", "--endpoint-url", ENDPOINT, *map(str, arguments)], capture_output=True, text=True)
    assert (run.returncode != 0) == fails, f"aws {arguments}: {run.returncode}\n{run.stdout}{run.stderr}"
    return run.stderr if fails else run.stdout


with tempfile.TemporaryDirectory() as folder:
    here = pathlib.Path(folder, "here")
    (here / "sub dir").mkdir(parents=True)
    (here / "a.json").write_text("{}")
    (here / "sub dir" / "ü+.txt").write_text("text")
    (here / "big.bin").write_bytes(os.urandom(9 << 20))
    # S3 dates objects in whole seconds: a file of the same second would look newer than its own upload.
    for path in here.rglob("*"):
        os.utime(path, (0, 0))

    aws("s3", "mb", "s3://cli")
    aws("s3", "sync", here, "s3://cli/back up", "--only-show-errors")
    listing = aws("s3", "ls", "s3://cli/back up/", "--recursive").splitlines()
    equal([line[31:] for line in listing], ["back up/a.json", "back up/big.bin", "back up/sub dir/ü+.txt"])
    assert "PRE sub dir/" in aws("s3", "ls", "s3://cli/back up/")
    equal(aws("s3", "sync", here, "s3://cli/back up"), "")

    there = pathlib.Path(folder, "there")
    aws("s3", "sync", "s3://cli/back up", there, "--only-show-errors")
    for path in ("a.json", "big.bin", "sub dir/ü+.txt"):
        equal((there / path).read_bytes(), (here / path).read_bytes())
    equal(aws("s3", "cp", "s3://cli/back up/a.json", "-"), "{}")
    aws("s3", "cp", "s3://cli/back up/big.bin", "s3://cli/copy.bin", "--only-show-errors")
    aws("s3", "mv", "s3://cli/copy.bin", "s3://cli/moved.bin", "--only-show-errors")

    (here / "a.json").unlink()
    assert "delete: s3://cli/back up/a.json" in aws("s3", "sync", here, "s3://cli/back up", "--delete")

    api = lambda *arguments: json.loads(aws("s3api", *arguments, "--output", "json") or "null")
    body = pathlib.Path(folder, "body")
    body.write_text("1")
    put = api("put-object", "--bucket", "cli", "--key", "once", "--body", body, "--if-none-match", "*", "--checksum-algorithm", "SHA256", "--server-side-encryption", "aws:kms")
    equal((put["ServerSideEncryption"], put["ChecksumType"]), ("aws:kms", "FULL_OBJECT"))
    assert "PreconditionFailed" in aws("s3api", "put-object", "--bucket", "cli", "--key", "once", "--body", body, "--if-none-match", "*", fails=True)
    equal(api("head-object", "--bucket", "cli", "--key", "once")["ContentLength"], 1)
    pages = api("list-objects-v2", "--bucket", "cli", "--page-size", "1")["Contents"]
    equal([o["Key"] for o in pages], ["back up/big.bin", "back up/sub dir/ü+.txt", "moved.bin", "once"])
    limited = api("list-objects-v2", "--bucket", "cli", "--max-items", "2")
    rest = api("list-objects-v2", "--bucket", "cli", "--starting-token", limited["NextToken"])
    equal(len(limited["Contents"]) + len(rest["Contents"]), 4)
    equal(api("get-bucket-location", "--bucket", "cli")["LocationConstraint"], None)
    assert "(404)" in aws("s3api", "head-object", "--bucket", "cli", "--key", "none", fails=True)

    aws("s3", "rm", "s3://cli", "--recursive", "--only-show-errors")
    aws("s3", "rb", "s3://cli")
    assert "NoSuchBucket" in aws("s3", "ls", "s3://cli", fails=True)
