"""Errors that every floor shares.

A `Refusal` means that nothing is stored: it is raised below the doors, rolls the transaction back,
and each door renders it (problem details, page, one line on standard error). Its `slug` names a
page under `/problems/`; `http/problems.py` alone knows the HTTP status of a slug.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from complaints.base.codes import FACTS, Code
from complaints.words import Message, counted
from complaints.words import message as _

LONGEST_TRAIL = 5
CHANGED = _("Somebody changed this since you read it. Read it again.")


@dataclass(frozen=True, slots=True)
class FieldError:
    """One error of one field: a JSON pointer (RFC 6901), what is wrong as a code, a message that
    says what to do, and the code's facts: JSON values by the names that `FACTS` has for it."""

    pointer: str
    code: Code
    message: Message
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        assert self.facts.keys() <= FACTS.get(self.code, frozenset()), (self.code, self.facts)

    def below(self, pointer: str) -> FieldError:
        """Return the error of what stands at `pointer`: its own begins there."""
        return replace(self, pointer=pointer + self.pointer)

    def document(self, say: Callable[[Message], str]) -> dict[str, object]:
        """Return the error as a member of `errors`; `say` puts its message into words."""
        return {
            "pointer": self.pointer,
            "code": str(self.code),
            "detail": say(self.message),
            **self.facts,
        }


class Refusal(Exception):
    """The request is understood and declined; nothing was stored.

    `message` speaks to a person and holds no SQL, path or stranger's data; a door says it in the
    reader's language, `str` in English. `facts` are extension members of the problem document.
    `fields` point at what is wrong in the input.
    """

    def __init__(
        self,
        slug: str,
        message: Message,
        *,
        fields: Sequence[FieldError] = (),
        **facts: object,
    ) -> None:
        super().__init__(message)
        self.slug = slug
        self.message = message
        self.fields = tuple(fields)
        self.facts = facts


class ConfigurationError(Exception):
    """The service cannot start as configured; the message says which setting and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class AlteredError(ConfigurationError):
    """The schema of the database is not as its revision makes it: somebody changed it by hand.

    `is_whole`: every table and column is there all the same.
    """

    def __init__(self, message: Message, *, is_whole: bool) -> None:
        super().__init__(message)
        self.is_whole = is_whole


def not_found(what: Message) -> Refusal:
    """Return the refusal for what does not exist, and for what the actor may not see."""
    sentence = _("There is no such %(what)s, or you do not have access to it.", what=what)
    return Refusal("not-found", sentence)


def fault(code: Code, message: Message, **facts: object) -> FieldError:
    """Return what is wrong with a value, before anybody knows where it stands."""
    return FieldError("", code, message, facts)


def invalid(pointer: str, code: Code, message: Message, **facts: object) -> Refusal:
    """Return the refusal for one wrong field."""
    return Refusal("invalid-request", message, fields=[FieldError(pointer, code, message, facts)])


def invalid_fields(fields: Sequence[FieldError]) -> Refusal:
    """Return the refusal for one or more wrong fields."""
    summary = fields[0].message if len(fields) == 1 else several(len(fields))
    return Refusal("invalid-request", summary, fields=fields)


def several(count: int) -> Message:
    """Return the sentence for several errors, which gives their number."""
    return counted("%(num)s thing does not hold.", "%(num)s things do not hold.", count)


def trail(error: BaseException) -> list[dict[str, object]]:
    """Return type and stack frames of an unexpected error, then those of its causes.

    Messages are left out: a database's message quotes the row that it could not store.
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
