"""Says once, among the components of a finished description, what its routes say in full.

Refusals, which nearly all routes answer alike, made two thirds of its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from complaints.http import problems

METHODS = frozenset({"get", "post", "put", "delete"})
PROBLEM = "Problem: "
# Of every route, so that its name is short.
SERVERS_OWN = "Problem: damaged, database-damaged, internal, wrong-schema"

Document = dict[str, Any]


def operations(document: Document) -> Iterator[Document]:
    """Yield what is said of each route."""
    for path in document["paths"].values():
        yield from (said for method, said in path.items() if method in METHODS)


def share(document: Document) -> None:
    """Put a description's refusals and parameters among its components."""
    _share_refusals(document)
    _share_parameters(document)


def _share_refusals(document: Document) -> None:
    """A refusal's component is named by the problems that it can be: `ForbiddenOrTwoSides`."""
    shared = document["components"].setdefault("responses", {})
    for operation in operations(document):
        answers = operation["responses"]
        for status, answer in answers.items():
            if problems.MEDIA_TYPE in answer.get("content", {}):
                name = _name(answer["description"])
                if shared.setdefault(name, answer) != answer:
                    raise ValueError(f"{name} is described in two ways")
                answers[status] = {"$ref": f"#/components/responses/{name}"}


def _name(description: str) -> str:
    if description == SERVERS_OWN:
        return "ServersOwn"
    slugs = description.removeprefix(PROBLEM).split(", ")
    return "Or".join(problems.schema_name(slug).removesuffix("Problem") for slug in slugs)


def _share_parameters(document: Document) -> None:
    """A parameter that means the same wherever its name stands is a component of this name."""
    lists = [
        said["parameters"]
        for path in document["paths"].values()
        for said in (path, *path.values())
        if "parameters" in said
    ]
    meant: dict[str, list[Document]] = {}
    for each in (each for listed in lists for each in listed if "name" in each):
        meant.setdefault(each["name"], []).append(each)
    same = {name for name, uses in meant.items() if uses == [uses[0]] * len(uses) and uses[1:]}
    for name in sorted(same):
        document["components"]["parameters"][name] = meant[name][0]
    for listed in lists:
        listed[:] = [
            {"$ref": f"#/components/parameters/{each['name']}"}
            if each.get("name") in same
            else each
            for each in listed
        ]
