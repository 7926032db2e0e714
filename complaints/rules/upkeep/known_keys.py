"""Whether the keys that a service was given are those that its database is under.

Keys are spoken of by their fingerprints alone (`vault.key_name`). Pure: no database, no key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from complaints.rules.kinds import SecretKind


class Fault(StrEnum):
    """What is wrong with a key that was given."""

    OTHER = "other"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Known:
    """What a database knows of one key: its fingerprint, and the change that is under way, as the
    fingerprints of the new key and the one before. None is what it does not know."""

    fingerprint: str | None = None
    change: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The fingerprint of the key that a service has, and of the one before, where it has one."""

    key: str
    old: str | None = None


def fault(known: Known, given: Given) -> Fault | None:
    """Return what is wrong with a key; None where it is right, or the database knows none.

    A key that is to be changed comes with the known one as the old one, before anything is moved;
    while things are moved both are needed; afterwards the new one is known, whatever the old one.
    """
    if known.change is not None:
        return None if (given.key, given.old) == known.change else Fault.UNFINISHED
    if known.fingerprint in (None, given.key, given.old):
        return None
    return Fault.OTHER


def is_begun(known: Known, given: Given) -> bool:
    """Say whether the given keys begin a change of which the database does not know yet."""
    return known.change is None and known.fingerprint == given.old and given.old is not None


def faults(
    known: Mapping[SecretKind, Known], given: Mapping[SecretKind, Given]
) -> dict[SecretKind, Fault]:
    """Return what is wrong, by kind of key; empty where all are right."""
    looked_at = ((kind, fault(known.get(kind, Known()), each)) for kind, each in given.items())
    return {kind: wrong for kind, wrong in looked_at if wrong is not None}
