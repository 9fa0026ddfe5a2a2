"""What the scripts beside this one share: clients of the sandbox at sys.argv[1], and a look at error codes."""
import json
import sys
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1].rstrip("/")


def client(service, region="us-east-1", session=boto3, retries=1, **options):
    # What the sandbox refuses must reach it.
    config = Config(parameter_validation=False, retries={"total_max_attempts": retries, "mode": "standard"}, s3={"addressing_style": "path"})
    return session.client(service, endpoint_url=ENDPOINT, region_name=region, config=config, **options)


def control(path, body=None):
    request = urllib.request.Request(ENDPOINT + "/_sandbox/" + path, json.dumps(body).encode() if body is not None else None)
    return json.load(urllib.request.urlopen(request))


def refused(code, call, **arguments):
    """The call must be refused with that code; gives the error's message."""
    try:
        call(**arguments)
    except ClientError as error:
        found = error.response["Error"]["Code"]
        assert found == code, f"{found} instead of {code}: {error}"
        return error.response["Error"]["Message"]
    raise AssertionError(f"not refused; {code} was due")


def equal(found, wanted):
    assert found == wanted, f"{found!r} instead of {wanted!r}"
