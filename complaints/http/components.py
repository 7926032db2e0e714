"""What a finished description of the API says beside what its routes and schemas say themselves.

What many routes say alike stands once, among the components: refusals made two thirds of its size.
Answers are open to additions, requests closed, and what a request may leave out is optional in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from complaints.http import problems
from complaints.http.documented import OURS
from complaints.http.meanings import meanings
from complaints.schemas.common import LARGEST_ID

METHODS = frozenset({"get", "post", "put", "delete"})
PROBLEM = "Problem: "
UNCHANGED = "304"
NAMED = {OURS: "ServerError", UNCHANGED: "Unchanged"}
# Of every route, so that its name is short.
SERVERS_OWN = "Problem: damaged, database-damaged, internal, wrong-schema"

Document = dict[str, Any]


def operations(document: Document) -> Iterator[Document]:
    """Yield what is said of each route."""
    for path in document["paths"].values():
        yield from (said for method, said in path.items() if method in METHODS)


def finish(document: Document) -> None:
    """Share a description's refusals and parameters; open its answers; say what is left out, and
    what ends."""
    _share_refusals(document)
    _share_parameters(document)
    _share_enumerations(document)
    schemas = document["components"]["schemas"]
    sent = schemas_in([operation.get("requestBody") for operation in operations(document)], schemas)
    for name, schema in schemas.items():
        if name in sent:
            _say_left_out(schema)
        elif "properties" in schema:
            schema.pop("additionalProperties", None)
            # What a column can hold bounds what is sent, and tells a reader of answers nothing.
            for member in schema["properties"].values():
                if member.get("maximum") == LARGEST_ID:
                    del member["maximum"]
    for operation in operations(document):
        if ends := operation.get("x-ends"):
            said = "Deprecated from {deprecated}, gone from {sunset}: use `{instead}`."
            does = operation.get("description")
            operation["description"] = "\n\n".join(filter(None, (said.format(**ends), does)))


def schemas_in(said: Any, schemas: Document) -> set[str]:
    """Return the names of the schemas that a part of a description refers to, whole."""
    names: set[str] = set()
    waiting = [said]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).removeprefix("#/components/schemas/")
            if name in schemas and name not in names:
                names.add(name)
                waiting.append(schemas[name])
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return names


def _say_left_out(schema: Document) -> None:
    """Say a member's default in words: a generator takes one with `default` for always there."""
    for member in schema.get("properties", {}).values():
        default = member.pop("default", None)
        if default not in (None, "", []):
            left_out = f"left out: {json.dumps(default)}"
            said = member.get("description")
            member["description"] = f"{said}; {left_out}" if said else left_out


def _share_refusals(document: Document) -> None:
    """A refusal's component is named by the problems that it can be: `ForbiddenOrTwoSides`. What
    nothing changed since is answered alike as well."""
    shared = document["components"].setdefault("responses", {})
    for operation in operations(document):
        answers = operation["responses"]
        for status, answer in answers.items():
            if problems.MEDIA_TYPE in answer.get("content", {}) or status == UNCHANGED:
                name = NAMED.get(status) or _name(answer["description"])
                if shared.setdefault(name, answer) != answer:
                    raise ValueError(f"{name} is described in two ways")
                answers[status] = {"$ref": f"#/components/responses/{name}"}


def _name(description: str) -> str:
    if description == SERVERS_OWN:
        return "ServersOwn"
    slugs = description.removeprefix(PROBLEM).split(", ")
    return "Or".join(problems.schema_name(slug).removesuffix("Problem") for slug in slugs)


def _share_enumerations(document: Document) -> None:
    """An enumeration that has a name is a schema of this name, wherever its values stand, and says
    what each of them means."""
    shared: dict[str, Document] = {}
    waiting: list[Any] = [document["paths"], document["components"]]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict) and (name := part.pop("x-enumeration", None)):
            values = [value for value in part["enum"] if value is not None]
            meaning = meanings(name, values)
            same = {"type": "string", "enum": values} | (
                {"description": meaning} if meaning else {}
            )
            if shared.setdefault(name, same) != same:
                raise ValueError(f"{name} names two enumerations")
            ref = {"$ref": f"#/components/schemas/{name}"}
            takes_null = None in part.pop("enum")
            del part["type"]
            part |= {"anyOf": [ref, {"type": "null"}]} if takes_null else ref
        waiting.extend(part.values() if isinstance(part, dict) else ())
        waiting.extend(part if isinstance(part, list) else ())
    document["components"]["schemas"] |= dict(sorted(shared.items()))


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
