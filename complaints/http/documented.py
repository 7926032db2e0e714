"""Describes a route for OpenAPI: its answers, their types and their headers.

`api/openapi.py` registers HEADERS and PARAMETERS, a route names them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from marshmallow import Schema, fields

from complaints.http import problems
from complaints.words import LANGUAGES

# A schema, or the bytes of a file, or nothing.
Answer = type[Schema] | Schema | Mapping[str, Any] | None

JSON = "application/json"
# How OpenAPI says that a body is one file.
FILE = {"type": "object", "required": ["file"], "additionalProperties": False,
        "properties": {"file": {"type": "string", "format": "binary"}}}  # fmt: skip
UPLOAD = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": FILE}}}}
TEXT = {"type": "string"}

# How OpenAPI says any other status from 400 on, and from 500 on.
OTHER, OURS = "4XX", "5XX"
# What a client that is in order never meets: no status of its own where nothing else has it.
OUT_OF_ORDER = frozenset({"malformed", "too-large", "unreadable", "unsupported-media-type"})

# An ETag as If-Match may name it, with its quotes or without.
VERSION = '(W/)?"?[0-9]{1,9}"?'

HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": {
        "required": True,
        "description": "Tell it to the operator when something goes wrong.",
        "schema": TEXT,
    },
    "Cache-Control": {
        "description": "What was asked for with a key is not to be stored.",
        "schema": TEXT,
    },
    "Content-Language": {
        "description": "The language that the answer speaks, as Accept-Language asked; of a PDF, "
        "those that it is printed in.",
        "schema": TEXT,
    },
    "Retry-After": {
        "description": "Seconds to wait before it may be tried again.",
        "schema": {"type": "string", "pattern": "^[0-9]{1,9}$"},
    },
    "Vary": {
        "description": "What of the request the answer depends on: Accept-Language, "
        "Accept-Encoding, Origin.",
        "schema": TEXT,
    },
    "RateLimit": {
        "description": "What is left of each limit that the request is counted by: units, and "
        "seconds until one more.",
        "schema": TEXT,
    },
    "RateLimit-Policy": {
        "description": "How much each of these limits holds, and in how many seconds an empty one "
        "is full again.",
        "schema": TEXT,
    },
    "ETag": {
        "required": True,
        "description": "The version that was read. Send it as If-Match to decide on what you saw.",
        "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
    },
    "BodyETag": {
        "description": "Where the operation can answer 304: what the answer says, as a digest. "
        "Send it as If-None-Match, and where nothing changed the answer is 304.",
        "schema": {"type": "string", "pattern": '^W/"[0-9a-f]{32}"$'},
    },
    "Content-Encoding": {
        "description": "gzip, where Accept-Encoding takes it.",
        "schema": {"type": "string", "enum": ["gzip"]},
    },
    "Deprecation": {
        "description": "Where the route ends: the moment from which it is deprecated, in seconds "
        "since 1970 (RFC 9745).",
        "schema": {"type": "string", "pattern": "^@[0-9]+$"},
    },
    "Sunset": {
        "description": "Where the route ends: the moment from which it may be gone (RFC 8594).",
        "schema": TEXT,
    },
    "Link": {
        "description": "Where the route ends: the page that says how the API changes.",
        "schema": TEXT,
    },
    "Location": {
        "description": "The address of what was made, where it has one of its own.",
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Content-Disposition": {
        "required": True,
        "description": "The name to save the file under.",
        "schema": TEXT,
    },
    "Idempotency-Replayed": {
        "description": "Where the operation takes an Idempotency-Key: this is the answer that the "
        "first request with it got.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "WWW-Authenticate": {
        "required": True,
        "description": "How to send a key.",
        "schema": TEXT,
    },
    "Allow": {
        "description": "The methods that the address takes.",
        "schema": TEXT,
    },
}

PARAMETERS: dict[str, dict[str, Any]] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
        "description": "Send the same POST twice and it acts once.",
    },
    "Language": {
        "name": "Accept-Language",
        "schema": TEXT,
        "description": "The languages that sentences for people are wanted in. We speak "
        f"{', '.join(LANGUAGES)}; English where none of these is asked for.",
    },
    "IfMatch": {
        "name": "If-Match",
        "schema": {"type": "string", "pattern": f"^({VERSION}|[*])$"},
        "description": "The ETag of what you read. Where somebody was faster, nothing is done and "
        "the answer is 412.",
    },
}

# What any answer can carry is declared once, beside the routes: by name, what describes it.
OF_EVERY_ANSWER = {
    name: name
    for name in (
        "X-Request-Id", "Cache-Control", "Content-Language", "Content-Encoding", "Vary",
        "RateLimit", "RateLimit-Policy", "Deprecation", "Sunset", "Link", "Idempotency-Replayed",
    )
} | {"ETag": "BodyETag"}  # fmt: skip


# What a GET answers where If-None-Match names what it would say.
UNCHANGED: dict[str, Any] = {
    "304": {
        "description": "Nothing changed since.",
        "headers": {"ETag": "BodyETag"},
    }
}


def operation_id(group: str, view: str) -> str:
    """Return the name by which generated clients call a route: `complaints.file`.

    It is the blueprint's name, and the view's without the noun that this says already.
    """
    words = view.split("_")
    for end in range(1, len(words)):
        noun = "_".join(words[end:])
        if not {group, f"{group}s"}.isdisjoint({noun, f"{noun}s", f"{noun}es", f"{noun[:-1]}ies"}):
            return f"{group}.{'_'.join(words[:end])}"
    return f"{group}.{view}"


def headers(answer: Answer, status: int, *, media: Sequence[str]) -> dict[str, str]:
    """Return the headers of a successful answer: by name, those that describe them."""
    names = []
    if has_version(answer):
        names.append("ETag")
    if status == HTTPStatus.CREATED:
        names.append("Location")
    if media:
        names.append("Content-Disposition")
    return {name: name for name in names}


def file_answer(media: Sequence[str]) -> dict[str, Any]:
    """Return the schema of a file that is answered: text (JSON Lines beside a table too), or bytes.

    Generated clients make text of a `text/…` by themselves, and fail where it is to be binary.
    """
    is_text = any(each.startswith("text/") for each in media)
    return TEXT if is_text else {"type": "string", "format": "binary"}


def has_version(answer: Answer) -> bool:
    """Say whether an answer carries the version that its ETag is."""
    declared: Mapping[str, fields.Field[Any]] = getattr(answer, "_declared_fields", {})
    return isinstance(declared.get("version"), fields.Integer)


def refusals(slugs: Collection[str]) -> dict[str, Any]:
    """Return the description of the problems that a route can answer with, by status.

    Those of the same problems are alike, whatever the route: they become one component. Who asked
    can do nothing about our own trouble: it is one answer, whatever its status is. So is what only
    a client that is out of order meets.
    """
    by_status: dict[str, list[str]] = {}
    of_their_own = {problems.PROBLEMS[slug].status for slug in {*slugs} - OUT_OF_ORDER}
    for slug in sorted(slugs):
        status = problems.PROBLEMS[slug].status
        key = str(status) if status in of_their_own else OTHER
        by_status.setdefault(OURS if status >= 500 else key, []).append(slug)
    return {
        status: {
            "description": "Problem: " + ", ".join(names),
            "headers": {name: name for name in _problem_headers(names, status)},
            "content": {problems.MEDIA_TYPE: {"schema": _one_of(names)}},
        }
        for status, names in by_status.items()
    }


def _one_of(slugs: Sequence[str]) -> dict[str, Any]:
    """Each type of problem has a schema of its own; its `code` tells it from the others."""
    refs = [{"$ref": f"#/components/schemas/{problems.schema_name(slug)}"} for slug in slugs]
    return refs[0] if len(refs) == 1 else {"oneOf": refs}


def _problem_headers(slugs: Collection[str], status: str) -> list[str]:
    names = []
    if status == str(HTTPStatus.UNAUTHORIZED.value):
        names.append("WWW-Authenticate")
    if status == str(HTTPStatus.METHOD_NOT_ALLOWED.value):
        names.append("Allow")
    if {"paper-quota", "rate-limited", "too-many-attempts", "unavailable"} & set(slugs):
        names.append("Retry-After")
    if "boycotted" in slugs:
        # The complaint is kept all the same: it has an address.
        names.append("Location")
    return names
