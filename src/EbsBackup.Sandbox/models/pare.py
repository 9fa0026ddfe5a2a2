#!/usr/bin/env python3
"""Writes <service>.json beside this file: botocore's models, pared to the operations that the sandbox serves.

Shapes, names and limits are facts of AWS's API (see NOTICE); documentation text is left out.
Run it again after adding an operation here: python3 pare.py (needs botocore).
"""
import gzip
import json
import pathlib

import botocore

OPERATIONS = {
    "ec2": """
        AttachVolume CopySnapshot CreateSnapshot CreateSnapshots CreateTags CreateVolume DeleteSnapshot DeleteTags
        DeleteVolume DeregisterImage DescribeAvailabilityZones DescribeFastSnapshotRestores DescribeImages
        DescribeInstances DescribeLockedSnapshots DescribeRegions DescribeSnapshotAttribute DescribeSnapshots
        DescribeTags DescribeVolumes DetachVolume DisableFastSnapshotRestores DisableImage EnableFastSnapshotRestores
        EnableImage LockSnapshot ModifySnapshotAttribute RegisterImage RunInstances TerminateInstances UnlockSnapshot
    """,
    "sts": "AssumeRole GetCallerIdentity",
    "backup": """
        CreateBackupVault DescribeBackupJob DescribeCopyJob DescribeRestoreJob ListBackupJobSummaries ListBackupJobs
        ListBackupVaults ListCopyJobSummaries ListCopyJobs ListProtectedResources ListRecoveryPointsByBackupVault
        ListRecoveryPointsByResource ListRestoreJobSummaries ListRestoreJobs StartBackupJob
    """,
    "organizations": "DescribeAccount DescribeOrganization ListAccounts",
    "cloudwatch": "GetMetricStatistics ListMetrics PutMetricData",
    "logs": "CreateLogGroup CreateLogStream DescribeLogGroups DescribeLogStreams GetLogEvents PutLogEvents PutRetentionPolicy",
    "sns": "CreateTopic ListTopics Publish",
}
KEPT = ("protocol", "apiVersion", "jsonVersion", "targetPrefix", "xmlNamespace", "endpointPrefix", "signingName")
DROPPED = {"documentation", "documentationUrl", "smithy", "examples", "deprecated", "deprecatedMessage", "deprecatedSince", "deprecatedReason", "authtype", "auth", "endpoint", "staticContextParams"}


def bare(value):
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if not (k in DROPPED and not isinstance(v, dict))}
    return [bare(v) for v in value] if isinstance(value, list) else value


def reachable(shapes, roots):
    seen, todo = set(), list(roots)
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        shape = shapes[name]
        todo += [m["shape"] for m in shape.get("members", {}).values()]
        todo += [shape[k]["shape"] for k in ("member", "key", "value") if k in shape]
    return seen


def pare(service, names):
    folder = pathlib.Path(botocore.__file__).parent / "data" / service
    model = json.loads(gzip.decompress((sorted(folder.iterdir())[-1] / "service-2.json.gz").read_bytes()))
    operations = {n: bare({k: model["operations"][n][k] for k in ("http", "input", "output", "errors") if k in model["operations"][n]}) for n in names}
    roots = [o[k]["shape"] for o in operations.values() for k in ("input", "output") if k in o]
    roots += [e["shape"] for o in operations.values() for e in o.get("errors", [])]
    shapes = {n: bare(model["shapes"][n]) for n in sorted(reachable(model["shapes"], roots))}
    if service == "backup":
        # The model says twelve digits; the service takes "*", "ANY" and "AGGREGATE_ALL" too, and documents them.
        del shapes["AccountId"]["pattern"]
    metadata = {k: model["metadata"][k] for k in KEPT if k in model["metadata"]}
    return {"metadata": metadata, "operations": operations, "shapes": shapes}


def write(path, model):
    # One operation or shape a line: a change of the API reads as a change of a line.
    lines = ["{", f'"metadata":{json.dumps(model["metadata"])},']
    for part, end in (("operations", "},"), ("shapes", "}")):
        lines.append(f'"{part}":{{')
        items = [f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'))}" for k, v in model[part].items()]
        lines += [i + "," for i in items[:-1]] + items[-1:] + [end]
    path.write_text("\n".join(lines) + "\n}\n")


for service, operations in OPERATIONS.items():
    write(pathlib.Path(__file__).with_name(service + ".json"), pare(service, sorted(operations.split())))
