"""The same 400 deletes with boto3's standard retries on 10 threads: python3 paced_deletes.py ENDPOINT"""
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from botocore.exceptions import ClientError

from sandbox import client, report


def main(endpoint):
    ec2 = client("ec2", endpoint)

    def delete(number):
        try:
            ec2.delete_snapshot(SnapshotId=f"snap-{number:017x}")
        except ClientError:
            pass  # Lost: the retries are used up. The sandbox counts what was deleted.

    with ThreadPoolExecutor(10) as workers:
        list(workers.map(delete, range(400)))


started = time.perf_counter()
main(sys.argv[1])
report(started)
