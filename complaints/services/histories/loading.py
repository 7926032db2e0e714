"""Imports a batch of histories, set-wise: new complaints, and new events of known ones.

Importing again adds nothing but events that are new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.services import ledger
from complaints.services.histories.filing import store_complaints
from complaints.services.histories.holding import hold_undecided
from complaints.services.histories.later import add_events
from complaints.services.histories.reading import History
from complaints.services.histories.tally import Loaded
from complaints.services.registry import rows
from complaints.vault import Vault
from complaints.work import UnitOfWork

COMPLAINT: Any = Complaint.__table__
KEY = ("source", "reference")


def load(work: UnitOfWork, histories: Sequence[History], *, vault: Vault) -> Loaded:
    """Store what is new in a batch and return the counts.

    Of a complaint that is stored already, or occurs in the batch before, only the events are
    read. Within a batch complaints are stored in the order of their filing.
    """
    loaded = Loaded()
    ids = _known(work.session, histories)
    firsts: dict[rows.Key, History] = {}
    again: list[History] = []
    new: set[int] = set()
    for history in sorted(histories, key=lambda one: one.filed_at):
        if history.key in ids or history.key in firsts:
            again.append(history)
        else:
            firsts[history.key] = history
    for source, filed in sorted(_by_source(firsts.values()).items()):
        stored, others = store_complaints(
            work.session, vault, filed, source=source, now=work.now, loaded=loaded
        )
        ids.update(stored)
        new |= {ids[one.key] for one in filed} - {ids[one.key] for one in others}
        again += others
    loaded.known += len(again)
    add_events(work.session, [(ids[one.key], one) for one in again], now=work.now, loaded=loaded)
    loaded.held = hold_undecided(work, new)
    if loaded.complaints or loaded.events:
        _record(work, loaded, histories)
    return loaded


def _known(session: Session, histories: Iterable[History]) -> dict[rows.Key, int]:
    keys = dict.fromkeys(one.key for one in histories)
    return {key: row.id for key, row in rows.fetch(session, COMPLAINT, KEY, keys).items()}


def _by_source(histories: Iterable[History]) -> dict[str, list[History]]:
    groups: defaultdict[str, list[History]] = defaultdict(list)
    for history in histories:
        groups[history.source].append(history)
    return groups


def _record(work: UnitOfWork, loaded: Loaded, histories: Iterable[History]) -> None:
    sources = sorted({one.source for one in histories})
    counts = {name: count for name, count in asdict(loaded).items() if count}
    ledger.record(work, "imported", "histories", 0, sources=sources, **counts)
