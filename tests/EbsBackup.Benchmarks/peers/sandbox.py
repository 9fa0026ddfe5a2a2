"""What every peer on a sandbox shares: the client, and the report of its cost."""
import json
import resource
import time

import boto3
from botocore.config import Config

REGION, BUCKET, PREFIX = "us-east-1", "backup-records", "snapshots"


def client(service, endpoint, **options):
    return boto3.client(
        service, region_name=REGION, endpoint_url=endpoint,
        aws_access_key_id="AKIASANDBOXDEFAULT00", aws_secret_access_key="sandboxsandboxsandboxsandboxsandboxsandb",
        config=Config(**{"retries": {"mode": "standard"}, "max_pool_connections": 10, **options}))


def peak_mib():
    # ru_maxrss outlives exec on Linux: it would count the parent, which holds the whole sandbox.
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def report(started):
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({
        "CpuSeconds": usage.ru_utime + usage.ru_stime,
        "WallSeconds": time.perf_counter() - started,
        "PeakMiB": peak_mib(),
    }))
