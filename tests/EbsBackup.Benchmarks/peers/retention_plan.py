"""
The same plan in plain Python: python3 retention_plan.py RESULT_FILE {tuples | responses}

tuples:     each snapshot as a named tuple of the four facts that a plan needs, the leanest that Python has
responses:  each snapshot as boto3's describe_snapshots gives it, which is what scripts keep
"""
import json
import resource
import sys
import time
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

SNAPSHOTS, VOLUMES = 1_000_000, 100


class Snapshot(NamedTuple):
    id: str
    volume: str
    time: datetime
    state: str


class Decision(NamedTuple):
    snapshot: Snapshot
    keep: bool
    reasons: tuple


RULES = [
    ("keepHourly", 24, lambda t: (t.year, t.month, t.day, t.hour)),
    ("keepDaily", 30, lambda t: (t.year, t.month, t.day)),
    ("keepWeekly", 8, lambda t: t.isocalendar()[:2]),
    ("keepMonthly", 12, lambda t: (t.year, t.month)),
    ("keepYearly", 3, lambda t: t.year),
]


def plan(snapshots, now):
    by_volume = defaultdict(list)
    for snapshot in snapshots:
        by_volume[snapshot.volume].append(snapshot)
    decisions = []
    for volume in sorted(by_volume):
        newest_first = sorted(by_volume[volume], key=lambda s: (s.time, s.id), reverse=True)
        backups = [s for s in newest_first if s.state == "completed" and s.time <= now]
        reasons = defaultdict(tuple)
        for name, left, bucket_of in RULES:
            last = None
            for i, snapshot in enumerate(backups):
                bucket = bucket_of(snapshot.time)
                if bucket == last and i < len(backups) - 1:
                    continue
                last = bucket
                reasons[snapshot.id] += (name,)
                left -= 1
                if left == 0:
                    break
        newest = backups[0] if backups else None
        for snapshot in newest_first:
            why = reasons.get(snapshot.id, ())
            keep = bool(why) or snapshot is newest or snapshot.state == "pending" or snapshot.time > now
            decisions.append(Decision(snapshot, keep, why))
    return decisions


def response(number, volume, time):
    """What boto3 gives for a snapshot with our four tags; every response has values of its own."""
    return {
        "SnapshotId": f"snap-{number:017x}", "VolumeId": volume, "State": "completed", "StartTime": time, "Progress": "100%",
        "OwnerId": "222222222222", "Description": f"backup {number}", "VolumeSize": 8, "Encrypted": True, "StorageTier": "standard",
        "Tags": [
            {"Key": "ebs-backup:policy", "Value": "default"},
            {"Key": "ebs-backup:slot", "Value": time.isoformat()},
            {"Key": "ebs-backup:volume", "Value": volume},
            {"Key": "ebs-backup:run", "Value": f"run-{number}"},
        ],
    }


def main():
    first = datetime(2025, 1, 1, tzinfo=timezone.utc)
    volumes = [f"vol-{v:017x}" for v in range(VOLUMES)]
    listed = ((i, volumes[i % VOLUMES], first + timedelta(hours=i // VOLUMES, seconds=i % VOLUMES)) for i in range(SNAPSHOTS))
    if sys.argv[2] == "responses":
        responses = [response(*facts) for facts in listed]
        snapshots = [Snapshot(r["SnapshotId"], r["VolumeId"], r["StartTime"], r["State"]) for r in responses]
    else:
        snapshots = [Snapshot(f"snap-{i:017x}", volume, time, "completed") for i, volume, time in listed]
    decisions = plan(snapshots, first + timedelta(hours=SNAPSHOTS // VOLUMES))
    kept = [d for d in decisions if d.keep]
    with open(sys.argv[1], "w") as result:
        result.write(f"kept {len(kept)}, deleted {len(decisions) - len(kept)}, reasons {sum(len(d.reasons) for d in kept)}")


started = time.perf_counter()
main()
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "CpuSeconds": usage.ru_utime + usage.ru_stime,
    "WallSeconds": time.perf_counter() - started,
    "PeakMiB": usage.ru_maxrss / 1024,
}))
