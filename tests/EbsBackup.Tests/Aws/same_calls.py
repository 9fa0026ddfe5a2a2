"""Makes the calls of a file with boto3 against an endpoint that records them.

    same_calls.py <endpoint> <calls.json>

Each call is {"service", "operation", "input"}; blobs in the input are {"$blob": text},
timestamps {"$time": seconds}.
"""
import datetime
import json
import sys

import boto3
from botocore.config import Config
from botocore.loaders import Loader


def value(node):
    if isinstance(node, list):
        return [value(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$blob" in node:
        return node["$blob"].encode()
    if "$time" in node:
        return datetime.datetime.fromtimestamp(node["$time"], datetime.timezone.utc)
    return {key: value(item) for key, item in node.items()}


class QueryLoader(Loader):
    """CloudWatch by the query protocol, which is the one that is generated."""

    def load_service_model(self, service_name, type_name, api_version=None):
        model = super().load_service_model(service_name, type_name, api_version)
        if service_name == "cloudwatch" and type_name == "service-2":
            model["metadata"] |= {"protocol": "query", "protocols": ["query"]}
        return model


def main():
    endpoint, path = sys.argv[1:]
    session = boto3.Session("AKIDEXAMPLE", "secret", region_name="us-east-1")
    session._session.register_component("data_loader", QueryLoader(session._loader.search_paths))
    config = Config(
        retries={"total_max_attempts": 1}, parameter_validation=False, disable_request_compression=True, inject_host_prefix=False,
        s3={"addressing_style": "path"},
    )
    clients = {}
    with open(path, encoding="utf-8") as file:
        calls = json.load(file)
    for number, call in enumerate(calls):
        name = call["service"]
        if name not in clients:
            clients[name] = session.client(name, endpoint_url=f"{endpoint}/{name}", config=config)
        client = clients[name]
        operation = client.meta.method_to_api_mapping
        method = next(m for m, api in operation.items() if api == call["operation"])
        try:
            getattr(client, method)(**value(call["input"]))
        except Exception as error:  # The recorder's answers are empty: only what was sent matters.
            sys.stderr.write(f"{number} {name} {call['operation']}: {type(error).__name__}: {error}\n")


main()
