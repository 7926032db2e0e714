"""Finds or makes rights holders, rights as filers state them, and authorizations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from abuse.identity.names import core
from abuse.identity.respelling import bare_number
from abuse.identity.rights import holder_key, right_key
from complaints.base.clock import iso_day
from complaints.models import Authorization, Right, RightsHolder
from complaints.rules.staff.search_words import Thing
from complaints.services.registry import keys, rows
from complaints.services.registry.keys import Facts
from complaints.services.staff import search_index

HOLDER: Any = RightsHolder.__table__
RIGHT: Any = Right.__table__
AUTHORIZATION: Any = Authorization.__table__
STATEMENT = ("filer_id", "digest")
_DAYS = ("applied_on", "priority_on", "registered_on", "first_published_on")
_TERMS = ("valid_from", "valid_to", "revoked_on")


@dataclass(frozen=True, slots=True)
class Stated:
    """What one complaint states: who files, for which holder (None: for itself), the right."""

    filer_id: int
    holder: Facts | None
    holder_id: int | None
    right: Facts
    authorization: Facts | None = None


@dataclass(frozen=True, slots=True)
class KnownRight:
    """A stored statement of a right; `key` is the right's own identity."""

    id: int
    key: str


def ensure_holders(
    session: Session, source: str, holders: Sequence[Facts | None], now: datetime
) -> list[int | None]:
    """Return the id of each rights holder (the contract's `rights_holder`; None stays None)."""
    named = [(holder_key(holder), holder) if holder else None for holder in holders]
    new = [
        {
            "source": source,
            "key": one[0],
            "reference": one[1].get("reference"),
            "name": one[1]["name"],
            "folded_name": core(one[1]["name"]),
            "country": one[1].get("country"),
            "created_at": now,
        }
        for one in named
        if one
    ]
    known = rows.ensure(session, HOLDER, ("source", "key"), new)
    return [known[source, one[0]].id if one else None for one in named]


def ensure_rights(session: Session, stated: Sequence[Stated], now: datetime) -> list[KnownRight]:
    """Return the row of each statement of a right."""
    new = [_right(one, now) for one in stated]
    known, new_ids = rows.find_or_make(session, RIGHT, STATEMENT, new)
    search_index.index_rows(session, Thing.RIGHT, new_ids)
    return [KnownRight(known[r["filer_id"], r["digest"]].id, r["key"]) for r in new]


def _right(one: Stated, now: datetime) -> dict[str, Any]:
    facts = {name: one.right.get(name) for name in (*keys.RIGHT_FACTS, *keys.LATER_FACTS)}
    return {
        **facts,
        **{name: iso_day(facts[name]) for name in _DAYS},
        "filer_id": one.filer_id,
        "rights_holder_id": one.holder_id,
        "key": right_key(one.right, keys.principal_of(one.holder, one.filer_id)),
        "bare_number": bare_number(one.right.get("number")),
        "digest": keys.right_digest(one.right, one.holder),
        "created_at": now,
    }


def ensure_authorizations(
    session: Session, stated: Sequence[Stated], now: datetime
) -> list[int | None]:
    """Return the id of each statement's authorization; None where it states none."""
    new = [_authorization(one, now) if one.authorization else None for one in stated]
    known = rows.ensure(session, AUTHORIZATION, STATEMENT, [row for row in new if row])
    return [known[row["filer_id"], row["digest"]].id if row else None for row in new]


def _authorization(one: Stated, now: datetime) -> dict[str, Any]:
    facts = one.authorization or {}
    return {
        "filer_id": one.filer_id,
        "rights_holder_id": one.holder_id,
        "digest": keys.authorization_digest(facts, one.holder),
        "reference": facts.get("reference"),
        **{name: iso_day(facts.get(name)) for name in _TERMS},
        "created_at": now,
    }
