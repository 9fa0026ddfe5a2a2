"""What EC2 does with snapshots, as far as moto does it too."""
from check import client
from contract import case, code, run, unique

ec2 = client("ec2")


def volume(**arguments):
    return ec2.create_volume(AvailabilityZone="us-east-1a", Size=8, **arguments)["VolumeId"]


def tagged(kind, **tags):
    return [{"ResourceType": kind, "Tags": [{"Key": k, "Value": v} for k, v in tags.items()]}]


def read(tags):
    return {t["Key"]: t["Value"] for t in tags}


def wait(*ids):
    ec2.get_waiter("snapshot_completed").wait(SnapshotIds=list(ids), WaiterConfig={"Delay": 1})


@case
def snapshot_of_a_volume():
    source = volume()
    made = ec2.create_snapshot(VolumeId=source, Description="d", TagSpecifications=tagged("snapshot", a="1", b="x & <y>"))
    wait(made["SnapshotId"])
    found = ec2.describe_snapshots(SnapshotIds=[made["SnapshotId"]])["Snapshots"][0]
    return [made["VolumeId"] == source, made["VolumeSize"], made["Description"], read(made["Tags"]), found["State"], found["Progress"], found["Encrypted"],
            read(found["Tags"]), found["OwnerId"] == made["OwnerId"], found["StorageTier"], made["SnapshotId"].startswith("snap-0") and len(made["SnapshotId"])]


@case
def snapshots_of_an_instance():
    instance = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, BlockDeviceMappings=[
        {"DeviceName": "/dev/sdf", "Ebs": {"VolumeSize": 20, "DeleteOnTermination": True}}])["Instances"][0]["InstanceId"]
    every = ec2.create_snapshots(InstanceSpecification={"InstanceId": instance}, Description="set", TagSpecifications=tagged("snapshot", a="1"))["Snapshots"]
    volumes = [m["Ebs"]["VolumeId"] for m in ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]["BlockDeviceMappings"]]
    return [sorted(s["VolumeId"] for s in every) == sorted(volumes), [read(s["Tags"]) for s in every] == [{"a": "1"}] * len(every), {s["Description"] for s in every} == {"set"}]


@case
def filters():
    source, mark = volume(), unique("mark")
    ids = [ec2.create_snapshot(VolumeId=source, Description=f"{mark} {n}", TagSpecifications=tagged("snapshot", n=str(n), mark=mark))["SnapshotId"] for n in range(3)]
    wait(*ids)
    def find(*filters):
        found = ec2.describe_snapshots(Filters=[{"Name": name, "Values": values} for name, values in filters])["Snapshots"]
        return sorted(ids.index(s["SnapshotId"]) for s in found if s["SnapshotId"] in ids)
    return [find(("volume-id", [source])), find(("tag:n", ["1", "2"])), find(("tag:mark", [mark]), ("tag:n", ["0"])), find(("tag-key", ["mark"])),
            find(("description", [mark + " *"])), find(("snapshot-id", [ids[1]])), find(("status", ["completed"]), ("tag:mark", [mark])), find(("volume-size", ["9"]))]


@case
def delete():
    made = ec2.create_snapshot(VolumeId=volume())["SnapshotId"]
    return [code(ec2.delete_snapshot, SnapshotId=made), code(ec2.delete_snapshot, SnapshotId=made), code(ec2.describe_snapshots, SnapshotIds=[made])]


@case
def snapshots_outlive_their_volume():
    source = volume()
    made = ec2.create_snapshot(VolumeId=source)["SnapshotId"]
    ec2.delete_volume(VolumeId=source)
    return [code(ec2.create_snapshot, VolumeId=source), len(ec2.describe_snapshots(Filters=[{"Name": "volume-id", "Values": [source]}])["Snapshots"]),
            code(ec2.delete_snapshot, SnapshotId=made)]


@case
def unknown_ids():
    return [code(ec2.create_snapshot, VolumeId="vol-0123456789abcdef0"), code(ec2.delete_snapshot, SnapshotId="snap-0123456789abcdef0"),
            code(ec2.describe_snapshots, SnapshotIds=["snap-0123456789abcdef0"]), code(ec2.describe_volumes, VolumeIds=["vol-0123456789abcdef0"]),
            code(ec2.create_snapshots, InstanceSpecification={"InstanceId": "i-0123456789abcdef0"}), code(ec2.describe_instances, InstanceIds=["i-0123456789abcdef0"])]


@case
def malformed_ids():
    return [code(ec2.delete_snapshot, SnapshotId="snap-1"), code(ec2.describe_volumes, VolumeIds=["vol-1"])]


@case
def dry_run():
    return code(ec2.create_snapshot, VolumeId=volume(), DryRun=True)


@case
def tags_afterwards():
    made = ec2.create_snapshot(VolumeId=volume(), TagSpecifications=tagged("snapshot", a="1", b="2"))["SnapshotId"]
    ec2.create_tags(Resources=[made], Tags=[{"Key": "a", "Value": "9"}, {"Key": "c", "Value": ""}])
    ec2.delete_tags(Resources=[made], Tags=[{"Key": "b"}])
    return [read(ec2.describe_snapshots(SnapshotIds=[made])["Snapshots"][0]["Tags"]), code(ec2.create_tags, Resources=[made], Tags=[{"Key": "aws:x", "Value": ""}])]


@case
def tags_for_another_kind():
    return code(ec2.create_snapshot, VolumeId=volume(), TagSpecifications=tagged("volume", a="1"))


@case
def unknown_filter():
    return code(ec2.describe_snapshots, Filters=[{"Name": "colour", "Values": ["red"]}])


@case
def image_keeps_its_snapshot():
    made = ec2.create_snapshot(VolumeId=volume())["SnapshotId"]
    wait(made)
    ec2.register_image(Name=unique("image"), RootDeviceName="/dev/xvda", BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": {"SnapshotId": made}}])
    return code(ec2.delete_snapshot, SnapshotId=made)


@case
def pages():
    for _ in range(6):
        ec2.create_snapshot(VolumeId=volume())
    first = ec2.describe_snapshots(OwnerIds=["self"], MaxResults=5)
    return [len(first["Snapshots"]), "NextToken" in first]


@case
def copy():
    made = ec2.create_snapshot(VolumeId=volume(), Description="source")["SnapshotId"]
    wait(made)
    far = client("ec2", "eu-west-1")
    copied = far.copy_snapshot(SourceRegion="us-east-1", SourceSnapshotId=made, Description="copy")["SnapshotId"]
    far.get_waiter("snapshot_completed").wait(SnapshotIds=[copied], WaiterConfig={"Delay": 1})
    found = far.describe_snapshots(SnapshotIds=[copied])["Snapshots"][0]
    return [found["VolumeSize"], found["Description"], found["State"], found["VolumeId"]]


run()
