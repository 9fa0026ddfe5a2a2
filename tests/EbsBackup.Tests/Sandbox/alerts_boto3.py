"""CloudWatch Logs and SNS by boto3; CloudWatch by its JSON protocol, which boto3 has left for CBOR."""
import json
import urllib.error
import urllib.request

from check import ENDPOINT, client, equal, refused

logs = client("logs")
logs.create_log_group(logGroupName="/ebs-backup/runs")
refused("ResourceAlreadyExistsException", logs.create_log_group, logGroupName="/ebs-backup/runs")
refused("ResourceNotFoundException", logs.put_log_events, logGroupName="/none", logStreamName="s", logEvents=[{"timestamp": 1, "message": "m"}])
logs.create_log_stream(logGroupName="/ebs-backup/runs", logStreamName="s")
logs.put_log_events(logGroupName="/ebs-backup/runs", logStreamName="s", logEvents=[{"timestamp": n, "message": f"ü {n}"} for n in range(5)])
refused("InvalidParameterException", logs.put_log_events, logGroupName="/ebs-backup/runs", logStreamName="s", logEvents=[{"timestamp": 2, "message": "m"}, {"timestamp": 1, "message": "m"}])
page = logs.get_log_events(logGroupName="/ebs-backup/runs", logStreamName="s", startFromHead=True, limit=3)
equal([e["message"] for e in page["events"]], ["ü 0", "ü 1", "ü 2"])
page = logs.get_log_events(logGroupName="/ebs-backup/runs", logStreamName="s", startFromHead=True, limit=3, nextToken=page["nextForwardToken"])
equal([e["timestamp"] for e in page["events"]], [3, 4])
logs.put_retention_policy(logGroupName="/ebs-backup/runs", retentionInDays=30)
equal(logs.describe_log_groups()["logGroups"][0]["retentionInDays"], 30)
equal(logs.describe_log_streams(logGroupName="/ebs-backup/runs")["logStreams"][0]["lastEventTimestamp"], 4)

sns = client("sns")
topic = sns.create_topic(Name="backups")["TopicArn"]
equal(topic, "arn:aws:sns:us-east-1:222222222222:backups")
assert sns.publish(TopicArn=topic, Subject="failed", Message="a & b")["MessageId"]
refused("NotFound", sns.publish, TopicArn=topic + "x", Message="m")
refused("InvalidParameter", sns.create_topic, Name="no spaces")
equal([t["TopicArn"] for t in sns.list_topics()["Topics"]], [topic])


def cloudwatch(operation, **body):
    request = urllib.request.Request(ENDPOINT, json.dumps(body).encode(), {
        "X-Amz-Target": "GraniteServiceVersion20100801." + operation,
        "Authorization": "AWS4-HMAC-SHA256 Credential=A/20260131/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0",
    })
    try:
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as error:
        return json.loads(error.read())


datum = {"MetricName": "Failed", "Dimensions": [{"Name": "Policy", "Value": "daily"}], "Unit": "Count", "Timestamp": 1769900400}
cloudwatch("PutMetricData", Namespace="EbsBackup", MetricData=[{**datum, "Value": 2}, {**datum, "Values": [1, 5], "Counts": [2, 1]}])
equal(cloudwatch("ListMetrics", Namespace="EbsBackup")["Metrics"][0]["MetricName"], "Failed")
point = cloudwatch("GetMetricStatistics", Namespace="EbsBackup", MetricName="Failed", Dimensions=datum["Dimensions"], StartTime=1769900000, EndTime=1769901000,
                   Period=3600, Statistics=["Sum", "SampleCount", "Maximum"])["Datapoints"][0]
equal((point["Sum"], point["SampleCount"], point["Maximum"]), (9.0, 4.0, 5.0))
equal(cloudwatch("PutMetricData", Namespace="AWS/EC2", MetricData=[datum])["__type"], "InvalidParameterValue")
