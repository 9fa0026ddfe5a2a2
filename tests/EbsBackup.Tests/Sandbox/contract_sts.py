"""What STS does."""
import boto3

from check import client
from contract import case, code, run

sts = client("sts")
ROLE = "arn:aws:iam::111111111111:role/Backup-Report-Role"


@case
def identity_has_its_members():
    who = sts.get_caller_identity()
    return [sorted(k for k in who if k != "ResponseMetadata"), len(who["Account"]), who["Arn"].split(":")[:3]]


@case
def assumed_role():
    answer = sts.assume_role(RoleArn=ROLE, RoleSessionName="contract")
    keys = answer["Credentials"]
    session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    who = client("sts", session=session).get_caller_identity()
    return [answer["AssumedRoleUser"]["Arn"], who["Account"], who["Arn"], keys["AccessKeyId"][:4], sorted(keys)]


@case
def role_of_no_one():
    return code(sts.assume_role, RoleArn="arn:aws:iam::111111111111:role/None", RoleSessionName="contract")


@case
def bad_session_name():
    return code(sts.assume_role, RoleArn=ROLE, RoleSessionName="not valid!")


@case
def bad_duration():
    return code(sts.assume_role, RoleArn=ROLE, RoleSessionName="contract", DurationSeconds=43201)


run()
