"""What a finished description of the API says beside what its routes and schemas say themselves.

What many routes say alike stands once, among the components: refusals made two thirds of its size.
Answers are open to additions, requests closed, and what a request may leave out is optional in it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from complaints.http import problems
from complaints.http.documented import JSON, OURS
from complaints.http.meanings import meanings

METHODS = frozenset({"get", "post", "put", "delete"})
PROBLEM = "Problem: "
UNCHANGED = "304"
NAMED = {OURS: "Fault", UNCHANGED: "Unchanged"}
# The names of those that many routes refuse with together, so that they are short.
TOGETHER = {
    "malformed, too-large, unreadable, unsupported-media-type": "UnusableBody",
    "too-large, unreadable": "Unusable",
    "idempotency-mismatch, invalid-request": "Invalid",
    "unauthorised": "NoKey",
    "forbidden, one-let-in-the-other, second-person-needed": "AnotherNeeded",
    "forbidden, one-let-in-the-other": "NotByYou",
    "decision-pending, held, wrong-state": "InHand",
}
# What every type of problem has alike.
DETAILS = "Details"
OF_DETAILS = ("type", "title", "detail")

Document = dict[str, Any]


def operations(document: Document) -> Iterator[Document]:
    """Yield what is said of each route."""
    for path in document["paths"].values():
        yield from (said for method, said in path.items() if method in METHODS)


def finish(document: Document) -> None:
    """Share a description's refusals and parameters; open its answers; say what is left out, and
    what ends."""
    _share_refusals(document)
    _share_answers(document)
    _share_parameters(document)
    _share_enumerations(document)
    _share_details(document)
    schemas = document["components"]["schemas"]
    sent = schemas_in([operation.get("requestBody") for operation in operations(document)], schemas)
    for name, schema in schemas.items():
        if name in sent:
            _say_left_out(schema)
        elif "properties" in schema:
            schema.pop("additionalProperties", None)
    for operation in operations(document):
        if ends := operation.get("x-ends"):
            said = "Deprecated from {deprecated}, gone from {sunset}: use `{instead}`."
            does = operation.get("description")
            operation["description"] = "\n\n".join(filter(None, (said.format(**ends), does)))


def resolved(said: Document, document: Document) -> Document:
    """Return the component that a part of a description is, where it refers to one."""
    if "$ref" not in said:
        return said
    kind, name = said["$ref"].split("/")[2:]
    component: Document = document["components"][kind][name]
    return component


def whole(schema: Document, schemas: Document) -> Document:
    """Return a schema with the members of those that it takes over (`allOf`)."""
    joined = {name: part for name, part in schema.items() if name != "allOf"}
    for part in schema.get("allOf", ()):
        taken = schemas[part["$ref"].rpartition("/")[2]]
        joined |= {
            "type": taken["type"],
            "properties": taken["properties"] | joined["properties"],
            "required": sorted({*taken["required"], *joined["required"]}),
        }
    return joined


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
    said = description.removeprefix(PROBLEM)
    for slugs, name in TOGETHER.items():
        said = re.sub(rf"(^|, ){slugs}(?=, |$)", rf"\1{name}", said)
    return "Or".join(
        problems.schema_name(each).removesuffix("Problem") if each in problems.PROBLEMS else each
        for each in said.split(", ")
    )


def _share_answers(document: Document) -> None:
    """What several routes answer alike is a component, by the name of its schema."""
    answers = [
        (said["responses"], status, name)
        for said in operations(document)
        for status, answer in said["responses"].items()
        if (name := _name_of_answer(answer))
    ]
    uses = Counter(name for _, _, name in answers)
    shared = document["components"]["responses"]
    for responses, status, name in answers:
        if uses[name] > 1:
            if shared.setdefault(name, responses[status]) != responses[status]:
                raise ValueError(f"{name} is described in two ways")
            responses[status] = {"$ref": f"#/components/responses/{name}"}


def _name_of_answer(answer: Document) -> str | None:
    """Return None for what is shared already, a file, and an answer that has words of its own."""
    if answer.get("description") == HTTPStatus.NO_CONTENT.phrase:
        return "NoContent"
    schema: str = answer.get("content", {}).get(JSON, {}).get("schema", {}).get("$ref", "")
    is_plain = answer.get("description") == HTTPStatus.OK.phrase
    return schema.rpartition("/")[2] or None if is_plain else None


def _share_details(document: Document) -> None:
    """Each type of problem takes over what all have, and says its own code, status and facts."""
    schemas = document["components"]["schemas"]
    of_any = schemas["Problem"]["properties"]
    schemas[DETAILS] = {
        "type": "object",
        "properties": {name: of_any[name] for name in OF_DETAILS},
        "required": sorted(OF_DETAILS),
    }
    for name in map(problems.schema_name, problems.PROBLEMS):
        own = schemas[name]
        schemas[name] = {
            "allOf": [{"$ref": f"#/components/schemas/{DETAILS}"}],
            "properties": {
                member: {"const": said["const"]} if "const" in said else said
                for member, said in own["properties"].items()
                if member not in OF_DETAILS
            },
            "required": [each for each in own["required"] if each not in OF_DETAILS],
        }


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
    """What the name of a parameter means most often is a component of this name."""
    lists = [
        said["parameters"]
        for path in document["paths"].values()
        for said in (path, *path.values())
        if "parameters" in said
    ]
    meant: dict[str, list[Document]] = {}
    for each in (each for listed in lists for each in listed if "name" in each):
        if not each.get("required"):
            each.pop("required", None)
        meant.setdefault(each["name"], []).append(each)
    usual = {name: max(uses, key=uses.count) for name, uses in meant.items()}
    shared = {name: said for name, said in sorted(usual.items()) if meant[name].count(said) > 1}
    document["components"]["parameters"] |= shared
    for listed in lists:
        listed[:] = [
            {"$ref": f"#/components/parameters/{each['name']}"}
            if "name" in each and each == shared.get(each["name"])
            else each
            for each in listed
        ]
