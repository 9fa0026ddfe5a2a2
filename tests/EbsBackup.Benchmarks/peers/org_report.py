"""
The same CSV files with boto3, a page in memory at a time: python3 org_report.py ENDPOINT FOLDER DAY

It writes no manifest, no digests, no JSON Lines and no page, and neutralises no formulas.
"""
import csv
import json
import os
import resource
import sys
import time
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config

COLUMNS = [
    "AccountId", "BackupJobId", "BackupOptions", "BackupSizeInBytes", "BackupType", "BackupVaultArn", "BackupVaultName", "BytesTransferred",
    "CompletionDate", "CreatedBy", "CreationDate", "EncryptionKeyArn", "ExpectedCompletionDate", "IamRoleArn", "InitiationDate", "IsEncrypted",
    "IsParent", "MessageCategory", "ParentJobId", "PercentDone", "RecoveryPointArn", "RecoveryPointLifecycle", "ResourceArn", "ResourceName",
    "ResourceType", "StartBy", "State", "StatusMessage", "VaultLockState", "VaultType",
]


def cell(value):
    if isinstance(value, datetime):
        text = value.astimezone(timezone.utc).isoformat()[:-6]
        return (text.rstrip("0") if "." in text else text) + "Z"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(dict(sorted(value.items())), separators=(",", ":"), ensure_ascii=False)
    return value


def main(endpoint, folder, day):
    start = datetime.fromisoformat(day).replace(tzinfo=timezone.utc)
    client = boto3.client(
        "backup", region_name="us-east-1", endpoint_url=endpoint, aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret",
        config=Config(parameter_validation=False))
    pages = client.get_paginator("list_backup_jobs").paginate(
        ByAccountId="*", ByCreatedAfter=start, ByCreatedBefore=start + timedelta(days=1), PaginationConfig={"PageSize": 1000})
    writers, files = {}, []

    def writer(state):
        if state not in writers:
            name = f"BackupReport-{state}-{start.strftime('%d-%b-%Y')}.csv"
            files.append(open(os.path.join(folder, name), "w", newline="", encoding="utf-8"))
            writers[state] = csv.DictWriter(files[-1], COLUMNS, restval="", lineterminator="\r\n")
            writers[state].writeheader()
        return writers[state]

    for page in pages:
        for job in page["BackupJobs"]:
            row = {name: cell(value) for name, value in job.items()}
            writer(job["State"]).writerow(row)
            if job["State"] == "COMPLETED" and job.get("MessageCategory") != "SUCCESS":
                writer("COMPLETED_WITH_ISSUES").writerow(row)
    for file in files:
        file.close()


started = time.perf_counter()
main(*sys.argv[1:])
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "CpuSeconds": usage.ru_utime + usage.ru_stime,
    "WallSeconds": time.perf_counter() - started,
    "PeakMiB": usage.ru_maxrss / 1024,
}))
