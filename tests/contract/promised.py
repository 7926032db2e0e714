"""What version 1 of the API promises, without its words: `v1.jsonl`, a line an operation or schema.

    make contract

writes it anew from the description. That is refused while a breaking change is not named in a line
of CHANGELOG.md that begins with "Breaking:" (docs/versions.md).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask

from complaints.api import openapi
from complaints.http import components, problems
from tests.contract.breaks import AT_LEAST, AT_MOST, Break, breaks

ROOT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).with_name("v1.jsonl")
# What is said for people.
WORDS = frozenset({"description", "examples", "example", "title"})
# What no client of an answer depends on.
BOUNDS = WORDS | {"default", "pattern", *AT_MOST, *AT_LEAST}
LEFT_OUT = re.compile("left out: (.+)$", re.S)

Contract = dict[str, dict[str, Any]]


def promised(document: dict[str, Any]) -> Contract:
    """Return what a description promises: by the name of an operation, and of a schema."""
    shared = document["components"]
    contract = {
        operation["operationId"]: _operation(document, operation, f"{method.upper()} {path}")
        for path, said in document["paths"].items()
        for method, operation in said.items()
        if method in components.METHODS
    }
    sent = components.schemas_in(
        [each.get("requestBody") for each in components.operations(document)], shared["schemas"]
    )
    for name, schema in shared["schemas"].items():
        kind, left = ("sent", WORDS) if name in sent else ("answered", BOUNDS)
        whole = components.whole(schema, shared["schemas"])
        contract[name] = {"is": kind, "schema": _bare(whole, left)}
    return dict(sorted(contract.items()))


def _operation(document: dict[str, Any], said: dict[str, Any], at: str) -> dict[str, Any]:
    path = document["paths"][at.partition(" ")[2]]
    takes = [
        components.resolved(each, document)
        for each in (*path["parameters"], *said.get("parameters", ()))
    ]
    answers = {
        status: components.resolved(each, document) for status, each in said["responses"].items()
    }
    refusals = [each for each in answers.values() if problems.MEDIA_TYPE in _content(each)]
    slugs = [each["description"].removeprefix(components.PROBLEM) for each in refusals]
    return {
        "is": "operation",
        "at": at,
        "scopes": said["x-scopes"],
        "takes": {
            each["name"]: {"required": each.get("required", False), "schema": _bare(each["schema"])}
            for each in takes
        },
        "body": _bare(_content(said.get("requestBody", {}))),
        "answers": {
            status: _bare(_content(each))
            for status, each in answers.items()
            if each not in refusals
        },
        "refuses": sorted(", ".join(slugs).split(", ")),
    }


def _content(said: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = said.get("content", {})
    return content


def _bare(node: Any, left: frozenset[str] = WORDS, *, members: bool = False) -> Any:
    if isinstance(node, list):
        return [_bare(each, left) for each in node]
    if not isinstance(node, dict):
        return node
    bare = {
        name: _bare(each, left, members=name == "properties" and not members)
        for name, each in node.items()
        if members or name not in left
    }
    return bare if members or "default" in left else bare | _left_out(node)


def _left_out(node: dict[str, Any]) -> dict[str, Any]:
    """Return what a member is taken for where it is left out, which schemas say in words alone."""
    said = LEFT_OUT.search(node.get("description", ""))
    try:
        return {"default": json.loads(said[1])} if said else {}
    except json.JSONDecodeError:
        # Words for people: what is computed then, and no value.
        return {}


def read() -> Contract:
    """Return what was promised last."""
    lines = map(json.loads, FILE.read_text("utf-8").splitlines())
    return {line.pop("name"): line for line in lines}


def write(contract: Contract) -> None:
    """Promise this from now on."""
    lines = [
        json.dumps({"name": name, **said}, separators=(",", ":")) for name, said in contract.items()
    ]
    FILE.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def unnamed(found: Iterable[Break], changelog: str) -> list[Break]:
    """Return the breaks that no line of the changelog names as breaking."""
    lines = re.findall(r"^- Breaking: .*", changelog, re.M)
    return [each for each in found if not any(f"`{each.what}`" in line for line in lines)]


def today() -> Contract:
    """Return what the API promises today."""
    app = Flask("contract")
    openapi.describe(app, test=False)
    return promised(app.test_client().get(f"{openapi.PREFIX}/openapi.json").get_json())


def accept() -> None:
    """Write what the API promises today. Exits with 1 where a break is not named."""
    now = today()
    found = breaks(read(), now) if FILE.exists() else []
    silent = unnamed(found, (ROOT / "CHANGELOG.md").read_text("utf-8"))
    for each in silent:
        sys.stderr.write(f"`{each.what}` {each.how}\n")
    if silent:
        sys.stderr.write("Name each in a line of CHANGELOG.md that begins with “Breaking:”.\n")
        raise SystemExit(1)
    write(now)


if __name__ == "__main__":
    accept()
