"""EC2 by boto3: the life of volumes, snapshots and images, pages, filters, errors."""
import datetime

from check import client, control, equal, refused

ec2 = client("ec2")
control("clock", {"frozen": True})

# Volumes and instances.
tagged = lambda kind, **tags: [{"ResourceType": kind, "Tags": [{"Key": k, "Value": v} for k, v in tags.items()]}]
volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=8, VolumeType="gp3", TagSpecifications=tagged("volume", Name="data", env="a&b <c>"))
equal((volume["Size"], volume["State"], volume["Iops"], volume["Throughput"]), (8, "available", 3000, 125))
equal({t["Key"]: t["Value"] for t in volume["Tags"]}, {"Name": "data", "env": "a&b <c>"})
instance = ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1, BlockDeviceMappings=[{"DeviceName": "/dev/sdf", "Ebs": {"VolumeSize": 20}}],
                             TagSpecifications=tagged("instance", Name="web"))["Instances"][0]
found = ec2.describe_instances(Filters=[{"Name": "tag:Name", "Values": ["w?b"]}])["Reservations"]
equal([i["InstanceId"] for r in found for i in r["Instances"]], [instance["InstanceId"]])
equal([m["DeviceName"] for m in found[0]["Instances"][0]["BlockDeviceMappings"]], ["/dev/sdf", "/dev/xvda"])
attached = ec2.describe_volumes(Filters=[{"Name": "attachment.instance-id", "Values": [instance["InstanceId"]]}])["Volumes"]
equal(len(attached), 2)
equal(ec2.attach_volume(VolumeId=volume["VolumeId"], InstanceId=instance["InstanceId"], Device="/dev/sdg")["State"], "attached")
refused("VolumeInUse", ec2.delete_volume, VolumeId=volume["VolumeId"])
equal(ec2.detach_volume(VolumeId=volume["VolumeId"])["State"], "detached")

# A snapshot is pending, progresses and completes with the clock.
snapshot = ec2.create_snapshot(VolumeId=volume["VolumeId"], Description="first", TagSpecifications=tagged("snapshot", **{"ebs-backup:policy": "p"}))
equal((snapshot["State"], snapshot["VolumeSize"], snapshot["Progress"]), ("pending", 8, "0%"))
look = lambda: ec2.describe_snapshots(SnapshotIds=[snapshot["SnapshotId"]])["Snapshots"][0]
control("clock", {"advanceSeconds": 2})
equal((look()["State"], look()["Progress"]), ("pending", "40%"))
control("clock", {"advanceSeconds": 3})
equal((look()["State"], look()["Progress"]), ("completed", "100%"))
ec2.get_waiter("snapshot_completed").wait(SnapshotIds=[snapshot["SnapshotId"]])
assert isinstance(look()["StartTime"], datetime.datetime) and look()["StartTime"].utcoffset() == datetime.timedelta(0)

# Sets, copies, locks, sharing.
several = ec2.create_snapshots(InstanceSpecification={"InstanceId": instance["InstanceId"], "ExcludeBootVolume": True}, CopyTagsFromSource="volume")["Snapshots"]
equal([s["VolumeSize"] for s in several], [20])
control("clock", {"advanceSeconds": 5})
far = client("ec2", "eu-west-1")
copy = far.copy_snapshot(SourceRegion="us-east-1", SourceSnapshotId=snapshot["SnapshotId"], TagSpecifications=tagged("snapshot", source="x"))["SnapshotId"]
equal(far.describe_snapshots(OwnerIds=["self"])["Snapshots"][0]["VolumeId"], "vol-ffffffff")
control("clock", {"advanceSeconds": 5})
equal(far.lock_snapshot(SnapshotId=copy, LockMode="governance", LockDuration=1)["LockState"], "governance")
equal(far.describe_locked_snapshots()["Snapshots"][0]["LockDuration"], 1)
refused("SnapshotLocked", far.delete_snapshot, SnapshotId=copy)
control("clock", {"advanceSeconds": 86400})
far.delete_snapshot(SnapshotId=copy)
ec2.modify_snapshot_attribute(SnapshotId=snapshot["SnapshotId"], Attribute="createVolumePermission", OperationType="add", UserIds=["333333333333"])
equal(ec2.describe_snapshot_attribute(SnapshotId=snapshot["SnapshotId"], Attribute="createVolumePermission")["CreateVolumePermissions"], [{"UserId": "333333333333"}])

# An AMI keeps its snapshots, disabled or not.
image = ec2.register_image(Name="golden", RootDeviceName="/dev/xvda", BlockDeviceMappings=[{"DeviceName": "/dev/xvda", "Ebs": {"SnapshotId": snapshot["SnapshotId"]}}])["ImageId"]
assert image in refused("InvalidSnapshot.InUse", ec2.delete_snapshot, SnapshotId=snapshot["SnapshotId"])
ec2.disable_image(ImageId=image)
equal(ec2.describe_images(Owners=["self"])["Images"], [])
equal(ec2.describe_images(Owners=["self"], IncludeDisabled=True)["Images"][0]["State"], "disabled")
refused("InvalidSnapshot.InUse", ec2.delete_snapshot, SnapshotId=snapshot["SnapshotId"])
ec2.deregister_image(ImageId=image)
ec2.enable_fast_snapshot_restores(AvailabilityZones=["us-east-1a"], SourceSnapshotIds=[snapshot["SnapshotId"]])
equal(ec2.describe_fast_snapshot_restores(Filters=[{"Name": "snapshot-id", "Values": [snapshot["SnapshotId"]]}])["FastSnapshotRestores"][0]["State"], "enabled")
ec2.disable_fast_snapshot_restores(AvailabilityZones=["us-east-1a"], SourceSnapshotIds=[snapshot["SnapshotId"]])

# Tags.
ec2.create_tags(Resources=[snapshot["SnapshotId"], volume["VolumeId"]], Tags=[{"Key": "k", "Value": "v"}, {"Key": "empty", "Value": ""}])
equal(len(ec2.describe_tags(Filters=[{"Name": "key", "Values": ["k"]}])["Tags"]), 2)
ec2.delete_tags(Resources=[snapshot["SnapshotId"]], Tags=[{"Key": "k", "Value": "other"}, {"Key": "empty"}])
equal({t["Key"] for t in look()["Tags"]}, {"ebs-backup:policy", "k"})
refused("InvalidParameterValue", ec2.create_tags, Resources=[volume["VolumeId"]], Tags=[{"Key": "aws:x", "Value": ""}])
refused("TagLimitExceeded", ec2.create_tags, Resources=[volume["VolumeId"]], Tags=[{"Key": str(n), "Value": ""} for n in range(50)])

# Filters: each fits by any of its values, all must fit.
for number in range(23):
    ec2.create_snapshot(VolumeId=attached[number % 2]["VolumeId"], Description=f"many {number:02}", TagSpecifications=tagged("snapshot", n=str(number)))
def ids(**filters):
    listed = [{"Name": k.replace("__", ":").replace("_", "-"), "Values": v if isinstance(v, list) else [v]} for k, v in filters.items()]
    return [s["SnapshotId"] for page in ec2.get_paginator("describe_snapshots").paginate(OwnerIds=["self"], Filters=listed, PaginationConfig={"PageSize": 5}) for s in page["Snapshots"]]
equal(len(ids(description="many *")), 23)
equal(len(ids(description="many 1?")), 10)
equal(len(ids(status="pending")), 23)
equal(len(ids(status=["pending", "completed"], volume_id=attached[0]["VolumeId"], tag__n="*")), 12)
equal(len(ids(volume_id=[v["VolumeId"] for v in attached], tag_key="n")), 23)
equal(len(ids(tag__n=["1", "2"])), 2)
equal(len(ids(start_time=look()["StartTime"].strftime("%Y-%m-%dT*"))), 2)
equal(len(ids(volume_size="8", encrypted="false", owner_id="222222222222", storage_tier="standard", progress="100%")), 1)
equal(len(set(ids())), 25)

# Pages.
first = ec2.describe_snapshots(OwnerIds=["self"], MaxResults=10)
equal(len(first["Snapshots"]), 10)
ec2.delete_snapshot(SnapshotId=first["Snapshots"][9]["SnapshotId"])
rest = ec2.describe_snapshots(OwnerIds=["self"], MaxResults=1000, NextToken=first["NextToken"])
equal((len(rest["Snapshots"]), "NextToken" in rest), (15, False))
refused("InvalidParameterValue", ec2.describe_snapshots, MaxResults=4)
refused("InvalidParameterValue", ec2.describe_snapshots, MaxResults=1001)
refused("InvalidNextToken", ec2.describe_snapshots, MaxResults=5, NextToken="nonsense")
refused("InvalidParameterCombination", ec2.describe_snapshots, SnapshotIds=[snapshot["SnapshotId"]], MaxResults=5)

# Errors.
equal(refused("InvalidVolume.NotFound", ec2.create_snapshot, VolumeId="vol-0123456789abcdef0"), "The volume 'vol-0123456789abcdef0' does not exist.")
refused("InvalidParameterValue", ec2.create_snapshot, VolumeId="nonsense")
refused("InvalidVolumeID.Malformed", ec2.create_snapshot, VolumeId="vol-1")
refused("InvalidSnapshot.NotFound", ec2.describe_snapshots, SnapshotIds=["snap-0123456789abcdef0"])
refused("InvalidSnapshotID.Malformed", ec2.delete_snapshot, SnapshotId="snap-1")
refused("InvalidInstanceID.NotFound", ec2.describe_instances, InstanceIds=["i-0123456789abcdef0"])
refused("InvalidParameterValue", ec2.describe_snapshots, Filters=[{"Name": "colour", "Values": ["red"]}])
refused("InvalidParameterValue", ec2.create_snapshot, VolumeId=volume["VolumeId"], TagSpecifications=tagged("volume", a="b"))
refused("DryRunOperation", ec2.create_snapshot, VolumeId=volume["VolumeId"], DryRun=True)
refused("InvalidZone.NotFound", ec2.create_volume, AvailabilityZone="us-east-1z", Size=1)
refused("InvalidAction", ec2.describe_vpcs)

# Places.
regions = [r["RegionName"] for r in ec2.describe_regions()["Regions"]]
assert "eu-central-1" in regions and "af-south-1" not in regions
assert len(ec2.describe_regions(AllRegions=True)["Regions"]) > len(regions)
equal(ec2.describe_availability_zones(ZoneNames=["us-east-1a"])["AvailabilityZones"][0]["ZoneId"], "use1-az1")

# Restored.
restored = ec2.create_volume(AvailabilityZone="us-east-1b", SnapshotId=snapshot["SnapshotId"])
equal((restored["Size"], restored["SnapshotId"]), (8, snapshot["SnapshotId"]))
ec2.delete_volume(VolumeId=restored["VolumeId"])
refused("InvalidVolume.NotFound", ec2.describe_volumes, VolumeIds=[restored["VolumeId"]])
equal(ec2.terminate_instances(InstanceIds=[instance["InstanceId"]])["TerminatingInstances"][0]["CurrentState"]["Name"], "terminated")
equal(len(ec2.describe_volumes()["Volumes"]), 2)
