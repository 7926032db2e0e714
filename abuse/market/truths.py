"""Reads a file of truths: what each filer of a made market really is, as `simulate --truth` has it.

One reader for whoever judges a scan by a truth; what is left out is honest. It judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from abuse.market.made import Truth
from abuse.words import Message
from abuse.words import truths as words

_COUNTS = ("budget", "turned_at")
_KINDS: dict[Any, tuple[type, ...]] = {False: (bool,), None: (str, type(None))}


class TruthError(ValueError):
    """A file that does not tell the truth about filers; the message is one sentence."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def read_truth(path: str | Path) -> dict[str, Truth]:
    """Who is what: an object of filer references, each with `pattern`, `innocent_kind`, `ring`, …

    What a filer's object leaves out is null or false; names that are not known are passed over.

    Raises
    ------
    TruthError
        When it is no such object.
    OSError
        When it cannot be read.
    """
    try:
        given = json.loads(Path(path).read_bytes())
    except (ValueError, RecursionError) as error:
        raise TruthError(words.no_truth(str(path), words.no_json(str(error)))) from error
    if not isinstance(given, dict) or not all(isinstance(v, dict) for v in given.values()):
        raise TruthError(words.no_truth(str(path), words.NO_OBJECTS))
    return {reference: _truth(str(path), reference, value) for reference, value in given.items()}


def innocents(path: str | Path, filers: Iterable[str]) -> dict[str, bool]:
    """Say of each filer of a record whether it is innocent; raises what `read_truth` does."""
    truth = read_truth(path)
    return {name: truth.get(name, Truth()).pattern is None for name in filers}


def _truth(path: str, reference: str, value: dict[str, Any]) -> Truth:
    known: dict[str, Any] = {}
    for field in fields(Truth):
        given = value.get(field.name, field.default)
        kinds = (int, type(None)) if field.name in _COUNTS else _KINDS[field.default]
        if type(given) not in kinds:
            raise TruthError(words.no_truth(path, words.wrong_type(field.name, reference)))
        known[field.name] = given
    return Truth(**known)
