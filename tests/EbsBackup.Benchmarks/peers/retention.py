"""The same retention with boto3: list, decide, delete on 10 threads, drop the records a thousand a call: python3 retention.py ENDPOINT"""
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

from sandbox import BUCKET, PREFIX, REGION, client, report

OWNERSHIP = ("ebs-backup:policy", "ebs-backup:slot", "ebs-backup:volume", "ebs-backup:run")


def owned(snapshot):
    tags = {tag["Key"]: tag["Value"] for tag in snapshot.get("Tags", [])}
    return tags if all(key in tags for key in OWNERSHIP) else None


def main(endpoint):
    account = client("sts", endpoint).get_caller_identity()["Account"]
    ec2 = client("ec2", endpoint)
    pages = ec2.get_paginator("describe_snapshots").paginate(
        OwnerIds=["self"], Filters=[{"Name": "tag:ebs-backup:policy", "Values": ["default"]}], PaginationConfig={"PageSize": 1000})
    by_volume = defaultdict(list)
    for page in pages:
        for snapshot in page["Snapshots"]:
            if snapshot["State"] == "completed" and (tags := owned(snapshot)) and "ebs-backup:hold" not in tags:
                by_volume[tags["ebs-backup:volume"]].append((snapshot["StartTime"], snapshot["SnapshotId"]))

    limit = datetime.now(timezone.utc) - timedelta(days=15)
    expired = []
    for volume, snapshots in by_volume.items():
        newest = max(snapshots)
        expired += [(volume, snapshot[1]) for snapshot in snapshots if snapshot[0] < limit and snapshot is not newest]

    with ThreadPoolExecutor(10) as workers:
        for _ in workers.map(lambda item: ec2.delete_snapshot(SnapshotId=item[1]), expired):
            pass

    s3 = client("s3", endpoint)
    for start in range(0, len(expired), 1000):
        keys = [{"Key": f"{PREFIX}/{account}/{REGION}/{volume}/{snapshot}.json"} for volume, snapshot in expired[start:start + 1000]]
        answer = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": keys, "Quiet": True})
        if answer.get("Errors"):
            raise RuntimeError(answer["Errors"][0])


started = time.perf_counter()
main(sys.argv[1])
report(started)
