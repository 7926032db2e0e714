"""The ledger's chain: which bytes of an entry are hashed, and what its seal says. Pure.

docs/ledger.md describes the bytes, so that an auditor can hash them without this code. Values that
are read back may be of any type: whoever writes into the database by itself need not keep to ours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

SALT_BYTES = 16


class Entry(NamedTuple):
    """An entry as it is stored: `at` in the chain's form, `facts` as the column's text."""

    id: int
    at: str
    actor_kind: str
    actor_id: int
    hand_kind: str | None
    hand_id: int | None
    verb: str
    subject: str
    subject_id: int
    why: str | None
    facts: str


class Seal(NamedTuple):
    """An entry's place in the chain."""

    position: int
    ledger_id: int
    salt: bytes | None
    words: str | None
    hash: str
    sealed_at: str


class Sealed(NamedTuple):
    """A seal with its entry, None where that is gone."""

    seal: Seal
    entry: Entry | None


def genesis(database: str) -> str:
    """Return what the first seal follows on, by the database's own name."""
    return hashlib.sha256(database.encode()).hexdigest()


def written(moment: datetime) -> str:
    """Return a moment as the chain writes it: UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hash_words(salt: bytes, why: str) -> str:
    """Return what stands for free words in the chain. Without the salt nobody can guess them."""
    return hashlib.sha256(salt + why.encode("utf-8", "surrogateescape")).hexdigest()


def canonical(
    previous: str, position: int, entry: Entry, words: str | None, sealed_at: str
) -> bytes:
    """Return the bytes that a seal's hash covers: an object of JSON on one line, in ASCII."""
    return _encode(
        {
            "previous": previous,
            "position": position,
            "sealed_at": sealed_at,
            "id": entry.id,
            "at": entry.at,
            "actor_kind": entry.actor_kind,
            "actor_id": entry.actor_id,
            "hand_kind": entry.hand_kind,
            "hand_id": entry.hand_id,
            "verb": entry.verb,
            "subject": entry.subject,
            "subject_id": entry.subject_id,
            "words": words,
            "facts": entry.facts,
        }
    ).encode()


def hash_entry(
    previous: str, position: int, entry: Entry, words: str | None, sealed_at: str
) -> str:
    """Return the hash of a seal."""
    return hashlib.sha256(canonical(previous, position, entry, words, sealed_at)).hexdigest()


def seals(
    entries: Iterable[Entry], salts: Iterator[bytes], *, after: int, previous: str, sealed_at: str
) -> list[Seal]:
    """Return the seals of the entries, in their order, after position `after`."""
    made = []
    for position, entry in enumerate(entries, after + 1):
        salt = words = None
        if entry.why is not None:
            salt = next(salts)
            # A value that is no text has been put in by somebody: sealed, it is found.
            words = hash_words(salt, str(entry.why))
        previous = hash_entry(previous, position, entry, words, sealed_at)
        made.append(Seal(position, entry.id, salt, words, previous, sealed_at))
    return made


def _other(value: Any) -> str:
    """Return what stands for a value that none of our columns holds, as bytes in a text."""
    return repr(value)


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_other).encode
