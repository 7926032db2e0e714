"""Problem details (RFC 9457), as OpenAPI shows them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from marshmallow import EXCLUDE

from complaints.base.codes import FACTS, Code
from complaints.rules.filing.admissibility import ENDED
from complaints.schemas import fields
from complaints.schemas.common import Output, integer, one_of


def _number(name: str, about: str) -> Any:
    return fields.Raw(attribute=f"facts.{name}", about=about, metadata={"type": "number"})


def _text(name: str, about: str) -> Any:
    return fields.String(attribute=f"facts.{name}", about=about)


def _texts(name: str, about: str) -> Any:
    return fields.List(fields.String(), attribute=f"facts.{name}", about=about)


class ProblemField(Output):
    """One thing that is wrong with one field. What follows `detail` are the facts of its code."""

    class Meta:
        unknown = EXCLUDE

    sometimes = frozenset().union(*FACTS.values())

    pointer = fields.String(about="JSON pointer (RFC 6901); empty: to all of what was sent")
    code = one_of(Code, about="what is wrong, for a program; there may be more one day")
    detail = fields.LocalizedText(attribute="message", about="what to do, for a person")
    allowed = _texts("allowed", "the values that it can have")
    earliest = _text("earliest", "the day or moment before which it cannot be")
    expected = _text("expected", "what it would have to be, by that other member")
    format = _text("format", "what it is to be written as")
    latest = _text("latest", "the day or moment after which it cannot be")
    laws = _texts("laws", "the articles that ask for it; empty: our own rules alone")
    left = _number("left", "tries that are left")
    max = _number("max", "the most that it can be, or have")
    member = _text("member", "the other member that says otherwise")
    members = _texts("members", "of these, one is to be sent")
    min = _number("min", "the least that it can be, or have")
    pattern = _text("pattern", "the regular expression that it has to match")
    reason = _text("reason", "which of the ways it is, in one word")
    status = one_of(
        (*sorted(ENDED), "revoked", "offered"),
        attribute="facts.status",
        about="what the right or the authorization is instead",
    )
    type = _text("type", "the type of JSON that it has to be")


class PlainProblem(Output):
    """A problem that points at no field. Its facts are members of their own (RFC 9457, section
    3.2). `code` is the last part of `type`, which is the same at every service."""

    class Meta:
        # More facts may come one day: the description does not close it.
        unknown = EXCLUDE

    type = fields.String(about="its last part is the `code`", metadata={"format": "uri"})
    code = fields.String()
    title = fields.String()
    status = integer(400, 599)
    detail = fields.String()


class Problem(PlainProblem):
    """Any problem. Those of one type have a schema of their own, with its facts."""

    sometimes: ClassVar[Collection[str]] = ("errors",)

    errors = fields.List(fields.Nested(ProblemField))
