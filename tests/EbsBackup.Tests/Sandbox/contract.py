"""One list of cases, two endpoints: each case says in plain values what an endpoint did. Ids and instants stay out of them."""
import json
import uuid

from botocore.exceptions import ClientError

CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


def code(call, **arguments):
    """The error's code and status, or ok."""
    try:
        call(**arguments)
        return "ok"
    except ClientError as error:
        return f'{error.response["Error"]["Code"]} {error.response["ResponseMetadata"]["HTTPStatusCode"]}'


def unique(prefix):
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def run(*arguments):
    results = {}
    for name, function in CASES.items():
        try:
            results[name] = function(*arguments)
        except Exception as error:
            results[name] = f"{type(error).__name__}: {error}"
    print(json.dumps(results, default=str))
