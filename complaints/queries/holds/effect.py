"""Whom a boycott would bind and what it would hold, asked before it is imposed or accounts are
joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from complaints.models import Boycott
from complaints.queries import parties
from complaints.queries.holds.holdable import open_complaints


@dataclass(frozen=True, slots=True)
class Effect:
    """How many accounts would come under a boycott, and how many of their open complaints would be
    held for a look."""

    accounts: int
    complaints: int


def effect_of(session: Session, binding: Iterable[tuple[Boycott, int]]) -> Effect:
    """Return what happens once each boycott binds the party of the account beside it."""
    bound: set[int] = set()
    held: set[int] = set()
    for boycott, filer_id in binding:
        accounts = parties.accounts(session, filer_id)
        bound.update(accounts)
        for complaint_ids in open_complaints(session, accounts, boycott).values():
            held.update(complaint_ids)
    return Effect(len(bound), len(held))
