"""Turns what a schema has against a value into errors with JSON pointers (RFC 6901)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from complaints.base.errors import FieldError


def errors_in(messages: Any, at: str = "") -> Iterator[FieldError]:
    """Yield what marshmallow collected, each with its pointer; `at` is the pointer to the value."""
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            deeper = at if name == "_schema" else f"{at}/{escape(str(name))}"
            yield from errors_in(inner, deeper)
    elif isinstance(messages, list):
        for message in messages:
            yield from errors_in(message, at)
    else:
        assert isinstance(messages, FieldError), messages
        yield messages.below(at)


def escape(name: str) -> str:
    """Return a member's name as a part of a pointer."""
    return name.replace("~", "~0").replace("/", "~1")
