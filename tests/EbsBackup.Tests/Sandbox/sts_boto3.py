"""STS by boto3: who calls, roles, external ids, sessions that end. Needs the sample fleet."""
import boto3

from check import client, control, equal, refused

ROLE = "arn:aws:iam::111111111111:role/Backup-Report-Role"
sts = client("sts")
equal(sts.get_caller_identity()["Account"], "222222222222")
refused("AccessDenied", sts.assume_role, RoleArn="arn:aws:iam::111111111111:role/None", RoleSessionName="test")
refused("ValidationError", sts.assume_role, RoleArn=ROLE, RoleSessionName="not valid")
refused("ValidationError", sts.assume_role, RoleArn=ROLE, RoleSessionName="test", DurationSeconds=899)
refused("ValidationError", sts.assume_role, RoleArn=ROLE, RoleSessionName="test", DurationSeconds=3601)

keys = sts.assume_role(RoleArn=ROLE, RoleSessionName="test")["Credentials"]
session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
equal(client("sts", session=session).get_caller_identity()["Arn"], "arn:aws:sts::111111111111:assumed-role/Backup-Report-Role/test")
refused("AccessDenied", client("sts", session=session).assume_role, RoleArn=ROLE, RoleSessionName="again")

forged = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], "forged")
refused("InvalidClientTokenId", client("sts", session=forged).get_caller_identity)
refused("AuthFailure", client("ec2", session=forged).describe_volumes)

control("clock", {"advanceSeconds": 3601})
refused("ExpiredToken", client("sts", session=session).get_caller_identity)
refused("RequestExpired", client("ec2", session=session).describe_volumes)
refused("ExpiredTokenException", client("backup", session=session).list_backup_jobs)
refused("ExpiredTokenException", client("organizations", session=session).list_accounts)
refused("ExpiredToken", client("s3", session=session).list_buckets)
