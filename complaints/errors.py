"""What can go wrong, said once.

A `Refusal` means that nothing is stored: it is raised below the doors, rolls the transaction back,
and each door renders it (problem details, page, one line on standard error). Its `slug` names a
page under `/problems/`; `http/problems.py` alone knows the HTTP status of a slug.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_TRAIL = 5


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one field: a JSON pointer (RFC 6901) and a sentence that helps."""

    pointer: str
    detail: str


class Refusal(Exception):
    """The request is understood and declined; nothing was stored.

    `detail` speaks to a person and holds no SQL, path or stranger's data. `facts` are extension
    members of the problem document. `fields` point at what is wrong in the input.
    """

    def __init__(
        self,
        slug: str,
        detail: str,
        *,
        fields: Sequence[FieldError] = (),
        **facts: object,
    ) -> None:
        super().__init__(detail)
        self.slug = slug
        self.detail = detail
        self.fields = tuple(fields)
        self.facts = facts


class ConfigurationError(Exception):
    """The service cannot start as configured; the message says which setting and what to do."""


def not_found(what: str) -> Refusal:
    """Return the one answer for what does not exist and for what the actor may not see."""
    return Refusal("not-found", f"There is no such {what}, or it is not yours to see.")


def invalid(pointer: str, detail: str) -> Refusal:
    """Return the refusal for one field that does not hold."""
    return Refusal("invalid-request", detail, fields=[FieldError(pointer, detail)])


def trail(error: BaseException) -> list[dict[str, object]]:
    """Return what an unexpected error is and where it came from, its causes after it.

    Messages are left out: a database's quotes the row that it could not store.
    """
    chain: list[dict[str, object]] = []
    cause: BaseException | None = error
    while cause is not None and len(chain) < LONGEST_TRAIL:
        frames = traceback.extract_tb(cause.__traceback__)
        kind = type(cause)
        chain.append(
            {
                "error": f"{kind.__module__}.{kind.__qualname__}",
                "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
            }
        )
        cause = cause.__cause__ or cause.__context__
    return chain
