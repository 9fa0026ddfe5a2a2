"""The same listing with boto3's paginator, page by page: python3 list_snapshots.py ENDPOINT RESULT_FILE"""
import sys
import time

from sandbox import client, report

started = time.perf_counter()
count = gibibytes = seconds = tags = 0
pages = client("ec2", sys.argv[1]).get_paginator("describe_snapshots").paginate(
    OwnerIds=["self"], Filters=[{"Name": "tag:ebs-backup:policy", "Values": ["default"]}], PaginationConfig={"PageSize": 1000})
for page in pages:
    for snapshot in page["Snapshots"]:
        count += 1
        gibibytes += snapshot["VolumeSize"]
        seconds += int(snapshot["StartTime"].timestamp())
        tags += len(snapshot["Tags"])
with open(sys.argv[2], "w") as result:
    result.write(f"{count} {gibibytes} {seconds} {tags}")
report(started)
