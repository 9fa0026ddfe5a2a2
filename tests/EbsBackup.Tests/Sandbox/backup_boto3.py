"""AWS Backup and Organizations by boto3: pages, filters, the management account's view, jobs that go on with the clock."""
import collections
import datetime

import boto3

from check import client, control, equal, refused

backup = client("backup")
equal(backup.list_backup_jobs()["BackupJobs"][0]["AccountId"], "222222222222")
refused("AccessDeniedException", backup.list_backup_jobs, ByAccountId="*")
refused("AccessDeniedException", backup.list_backup_jobs, ByAccountId="333333333333")
refused("AccessDeniedException", client("organizations").list_accounts)

keys = client("sts").assume_role(RoleArn="arn:aws:iam::111111111111:role/Backup-Report-Role", RoleSessionName="report")["Credentials"]
session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
backup = client("backup", session=session)
organizations = client("organizations", session=session)

accounts = [a["Id"] for page in organizations.get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 2}) for a in page["Accounts"]]
equal(accounts, ["111111111111", "222222222222", "333333333333", "444444444444", "555555555555"])
equal(organizations.describe_organization()["Organization"]["MasterAccountId"], "111111111111")
equal(organizations.describe_account(AccountId="333333333333")["Account"]["Name"], "Production")
refused("AccountNotFoundException", organizations.describe_account, AccountId="999999999999")
refused("ValidationException", organizations.list_accounts, MaxResults=21)


now = datetime.datetime.now(datetime.timezone.utc)
day = now - datetime.timedelta(days=1)
midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)


def jobs(**filters):
    filters.setdefault("ByCreatedAfter", day)
    pages = backup.get_paginator("list_backup_jobs").paginate(PaginationConfig={"PageSize": 7}, **filters)
    return [j for page in pages for j in page["BackupJobs"]]


everything = jobs(ByAccountId="*")
equal(len(everything), 120)
equal(len({j["BackupJobId"] for j in everything}), 120)
equal(sorted(everything, key=lambda j: j["CreationDate"], reverse=True), everything)
states = collections.Counter(j["State"] for j in everything)
equal(set(states), {"CREATED", "PENDING", "RUNNING", "ABORTING", "ABORTED", "COMPLETED", "FAILED", "EXPIRED", "PARTIAL"})
for state, count in states.items():
    equal(len(jobs(ByAccountId="*", ByState=state)), count)
assert any(j["State"] == "COMPLETED" and j["MessageCategory"] != "SUCCESS" for j in everything)
assert any(j.get("StatusMessage", "").startswith("=HYPERLINK") for j in everything)
one = everything[17]
equal(len(jobs(ByAccountId="*", ByMessageCategory="ACCESS_DENIED")), sum(j.get("MessageCategory") == "ACCESS_DENIED" for j in everything))
equal(jobs(ByAccountId="*", ByResourceArn=one["ResourceArn"])[0]["BackupJobId"], one["BackupJobId"])
equal(len(jobs(ByAccountId="*", ByResourceType="EBS")), sum(j["ResourceType"] == "EBS" for j in everything))
equal(len(jobs(ByAccountId="333333333333")), 24)
equal(len(jobs(ByAccountId="*", ByCreatedAfter=one["CreationDate"])), 17)
equal(len(jobs(ByAccountId="*", ByCreatedBefore=one["CreationDate"])), 102)
ended = sorted(j["CompletionDate"] for j in everything if "CompletionDate" in j)
equal(len(jobs(ByAccountId="*", ByCompleteAfter=ended[10])), sum(e > ended[10] for e in ended))
equal(len(jobs(ByAccountId="*", ByCompleteBefore=ended[10])), sum(e < ended[10] for e in ended))
equal(jobs(ByAccountId="*", ByBackupVaultName="Other"), [])
refused("InvalidParameterValueException", backup.list_backup_jobs, MaxResults=1001)
refused("InvalidParameterValueException", backup.list_backup_jobs, NextToken="nonsense")
refused("InvalidParameterValueException", backup.list_backup_jobs, ByState="SLEEPING")
refused("ResourceNotFoundException", backup.describe_backup_job, BackupJobId="none")
equal(backup.describe_backup_job(BackupJobId=one["BackupJobId"])["ResourceArn"], one["ResourceArn"])

earlier = jobs(ByAccountId="*", ByCreatedAfter=now - datetime.timedelta(days=30), ByCreatedBefore=day)
equal(len(earlier), 29 * 120)
equal({j["ResourceArn"] for j in earlier}, {j["ResourceArn"] for j in everything})
week = jobs(ByAccountId="*", ByCreatedAfter=midnight - datetime.timedelta(days=6))
summaries = backup.list_backup_job_summaries(AccountId="ANY", State="ANY", AggregationPeriod="SEVEN_DAYS")["BackupJobSummaries"]
equal(sum(s["Count"] for s in summaries), len(week))
equal(sum(s["Count"] for s in summaries if s["State"] == "FAILED"), sum(j["State"] == "FAILED" for j in week))
daily = backup.list_backup_job_summaries(AccountId="AGGREGATE_ALL", State="AGGREGATE_ALL", ResourceType="AGGREGATE_ALL", MessageCategory="AGGREGATE_ALL")["BackupJobSummaries"]
equal(sum(s["Count"] for s in daily), len(jobs(ByAccountId="*", ByCreatedAfter=midnight - datetime.timedelta(days=13))))
equal(len(daily), 14)

# Copy and restore jobs: the same listing, by the names of their own members.
for kind, state, there in (("copy", "State", 6), ("restore", "Status", 3)):
    pages = backup.get_paginator(f"list_{kind}_jobs")
    key, id = f"{kind.title()}Jobs", f"{kind.title()}JobId"

    def others(**filters):
        return [j for page in pages.paginate(PaginationConfig={"PageSize": 4}, **filters) for j in page[key]]

    all_jobs = others(ByAccountId="*")
    equal((len(all_jobs), len({j[id] for j in all_jobs}), len(others())), (5 * there, 5 * there, there))
    equal(sorted(all_jobs, key=lambda j: j["CreationDate"], reverse=True), all_jobs)
    equal(len(others(ByAccountId="*", **{"By" + state: "COMPLETED"})), sum(j[state] == "COMPLETED" for j in all_jobs))
    middle = all_jobs[7]
    equal(len(others(ByAccountId="*", ByCreatedAfter=middle["CreationDate"])), sum(j["CreationDate"] > middle["CreationDate"] for j in all_jobs))
    ended = sorted(j["CompletionDate"] for j in all_jobs if "CompletionDate" in j)
    equal(len(others(ByAccountId="*", ByCompleteAfter=ended[3], ByCompleteBefore=ended[-1])), sum(ended[3] < e < ended[-1] for e in ended))
    described = getattr(backup, f"describe_{kind}_job")
    refused("ResourceNotFoundException", described, **{id: "none"})
    counted = getattr(backup, f"list_{kind}_job_summaries")(AccountId="ANY", State="ANY", AggregationPeriod="SEVEN_DAYS")[f"{kind.title()}JobSummaries"]
    equal(sum(s["Count"] for s in counted), 5 * there)
    refused("InvalidParameterValueException", getattr(backup, f"list_{kind}_jobs"), NextToken="nonsense")

# A job goes on with the clock, and makes a recovery point that EC2 does not delete.
own = client("backup")
ec2 = client("ec2")
volume = ec2.describe_volumes()["Volumes"][0]["VolumeId"]
arn = f"arn:aws:ec2:us-east-1:222222222222:volume/{volume}"
role = "arn:aws:iam::222222222222:role/service-role/AWSBackupDefaultServiceRole"
refused("ResourceNotFoundException", own.start_backup_job, BackupVaultName="None", ResourceArn=arn, IamRoleArn=role)
control("clock", {"frozen": True})
job = own.start_backup_job(BackupVaultName="Default", ResourceArn=arn, IamRoleArn=role)["BackupJobId"]
equal(own.describe_backup_job(BackupJobId=job)["State"], "CREATED")
control("clock", {"advanceSeconds": 30})
equal((own.describe_backup_job(BackupJobId=job)["State"], own.describe_backup_job(BackupJobId=job)["PercentDone"]), ("RUNNING", "50.0"))
control("clock", {"advanceSeconds": 30})
done = own.describe_backup_job(BackupJobId=job)
equal((done["State"], done["MessageCategory"]), ("COMPLETED", "SUCCESS"))
point = own.list_recovery_points_by_resource(ResourceArn=arn)["RecoveryPoints"][0]["RecoveryPointArn"]
equal(own.list_recovery_points_by_backup_vault(BackupVaultName="Default")["RecoveryPoints"][0]["RecoveryPointArn"], point)
refused("InvalidParameterValue", ec2.delete_snapshot, SnapshotId=point.split("/")[1])
assert arn in {r["ResourceArn"] for page in own.get_paginator("list_protected_resources").paginate(PaginationConfig={"PageSize": 2}) for r in page["Results"]}
equal([v["BackupVaultName"] for v in own.list_backup_vaults()["BackupVaultList"]], ["Daily", "Default"])
# AWS Backup forgets after thirty days.
control("clock", {"advanceSeconds": 31 * 86400})
equal(own.list_backup_jobs()["BackupJobs"], [])
