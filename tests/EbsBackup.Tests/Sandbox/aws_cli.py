"""The AWS CLI, unmodified, against the sample fleet: its own paging, output and errors."""
import json
import subprocess

from check import ENDPOINT, equal


def aws(*arguments, fails=False):
    done = subprocess.run(["aws", "--endpoint-url", ENDPOINT, "--output", "json", *arguments], capture_output=True, text=True)
    assert (done.returncode != 0) == fails, done.stdout + done.stderr
    return done.stderr if fails else json.loads(done.stdout) if done.stdout.strip() else None


equal(aws("sts", "get-caller-identity")["Account"], "222222222222")
snapshots = aws("ec2", "describe-snapshots", "--owner-ids", "self", "--page-size", "50")["Snapshots"]
assert len(snapshots) > 180, len(snapshots)
equal(len({s["SnapshotId"] for s in snapshots}), len(snapshots))
owned = aws("ec2", "describe-snapshots", "--owner-ids", "self", "--filters", "Name=tag:ebs-backup:policy,Values=default", "Name=status,Values=completed")["Snapshots"]
assert 0 < len(owned) < len(snapshots)
few = aws("ec2", "describe-snapshots", "--owner-ids", "self", "--max-items", "3")
equal((len(few["Snapshots"]), "NextToken" in few), (3, True))
volume = aws("ec2", "describe-volumes", "--filters", "Name=tag:Name,Values=web-1 data")["Volumes"][0]["VolumeId"]
made = aws("ec2", "create-snapshot", "--volume-id", volume, "--description", "by the CLI", "--tag-specifications", "ResourceType=snapshot,Tags=[{Key=a,Value=b}]")
equal((made["State"], made["Tags"]), ("pending", [{"Key": "a", "Value": "b"}]))
aws("ec2", "wait", "snapshot-completed", "--snapshot-ids", made["SnapshotId"])
aws("ec2", "delete-snapshot", "--snapshot-id", made["SnapshotId"])
assert "InvalidSnapshot.NotFound" in aws("ec2", "describe-snapshots", "--snapshot-ids", made["SnapshotId"], fails=True)
assert "SnapshotLocked" in aws("ec2", "delete-snapshot", "--snapshot-id", aws("ec2", "describe-locked-snapshots")["Snapshots"][0]["SnapshotId"], fails=True)
image = aws("ec2", "describe-images", "--owners", "self")["Images"][0]
assert image["ImageId"] in aws("ec2", "delete-snapshot", "--snapshot-id", image["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"], fails=True)
equal(len(aws("ec2", "describe-volumes", "--region", "eu-west-1")["Volumes"]), 6)
equal(len(aws("backup", "list-backup-jobs", "--page-size", "500")["BackupJobs"]), 30 * 24)
assert "AccessDeniedException" in aws("backup", "list-backup-jobs", "--by-account-id", "*", fails=True)
equal([a["Id"] for a in [aws("organizations", "describe-organization")["Organization"]]], ["o-sandbox0001"])
