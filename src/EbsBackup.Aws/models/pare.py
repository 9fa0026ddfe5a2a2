#!/usr/bin/env python3
"""Pares botocore's service models down to the operations in services.json.

Add an operation: write its name into services.json, then run this script where
botocore is installed (pip install botocore). Nothing else needs Python: the build
reads the pared files beside this script.

    python3 pare.py [services.json] [ec2 backup ...]
"""
import gzip
import json
import pathlib
import sys

import botocore

# What only people and validators read. Everything else stays, so that the
# generator sees, and refuses, any trait that it does not know.
DROPPED = {
    "documentation", "documentationUrl", "deprecated", "deprecatedMessage", "deprecatedSince",
    "min", "max", "pattern", "box", "sensitive", "externalDocumentation", "examples",
}


def load(service, name):
    folder = sorted((pathlib.Path(botocore.__file__).parent / "data" / service).iterdir())[-1]
    plain, packed = folder / name, folder / (name + ".gz")
    if plain.exists():
        return json.loads(plain.read_text())
    return json.loads(gzip.decompress(packed.read_bytes())) if packed.exists() else None


def strip(node, inside_names=False):
    """Drops DROPPED keys, but not members or headers that happen to be called so."""
    if isinstance(node, list):
        return [strip(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: strip(value, inside_names=key in ("members", "shapes"))
        for key, value in node.items()
        if inside_names or key not in DROPPED
    }


def references(shape):
    yield from (member["shape"] for member in shape.get("members", {}).values())
    yield from (shape[part]["shape"] for part in ("member", "key", "value") if part in shape)


def closure(model, operations):
    waiting = [
        part["shape"]
        for operation in operations.values()
        for part in [operation.get("input"), operation.get("output"), *operation.get("errors", [])]
        if part
    ]
    seen = set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(references(model["shapes"][name]))
    return {name: model["shapes"][name] for name in sorted(seen)}


def pare(service, wanted):
    model = load(service, "service-2.json")
    missing = [name for name in wanted["operations"] if name not in model["operations"]]
    if missing:
        sys.exit(f"{service}: botocore {botocore.__version__} has no operation {', '.join(missing)}")
    operations = {name: model["operations"][name] for name in sorted(wanted["operations"])}
    paginators = (load(service, "paginators-1.json") or {"pagination": {}})["pagination"]
    return {
        "botocore": botocore.__version__,
        "metadata": strip(model["metadata"]),
        "operations": strip(operations),
        "shapes": strip(closure(model, operations), inside_names=True),
        "pagination": {name: paginators[name] for name in operations if name in paginators},
        "endpoints": strip(load(service, "endpoint-rule-set-1.json")),
    }


def main():
    arguments = sys.argv[1:]
    listing = pathlib.Path(__file__).with_name("services.json")
    if arguments and arguments[0].endswith(".json"):
        listing = pathlib.Path(arguments.pop(0))
    for service, wanted in json.loads(listing.read_text()).items():
        if arguments and service not in arguments:
            continue
        text = json.dumps(pare(service, wanted), indent=1, ensure_ascii=False)
        (listing.parent / f"{service}.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
