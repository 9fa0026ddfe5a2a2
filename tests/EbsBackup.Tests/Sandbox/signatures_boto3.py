"""With VerifySignatures: the right secret passes, others do not. argv: endpoint, key id, secret."""
import sys

import boto3

from check import client, equal, refused

right = boto3.Session(sys.argv[2], sys.argv[3])
wrong = boto3.Session(sys.argv[2], sys.argv[3][::-1] + "x")
stranger = boto3.Session("AKIAUNKNOWN", "unknown")
equal(client("ec2", session=right).describe_volumes()["Volumes"], [])
equal(client("backup", session=right).list_backup_jobs(ByResourceArn="arn:aws:ec2:us-east-1:222222222222:volume/vol-1")["BackupJobs"], [])
client("s3", session=right).create_bucket(Bucket="signed")
client("s3", session=right).put_object(Bucket="signed", Key="a b/ü+%.json", Body=b"{}")
refused("AuthFailure", client("ec2", session=wrong).describe_volumes)
refused("SignatureDoesNotMatch", client("sts", session=wrong).get_caller_identity)
refused("InvalidSignatureException", client("backup", session=wrong).list_backup_jobs)
refused("SignatureDoesNotMatch", client("s3", session=wrong).list_buckets)
refused("InvalidAccessKeyId", client("s3", session=stranger).list_buckets)
