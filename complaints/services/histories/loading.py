"""Takes a batch of histories into the record, set-wise: new complaints, and new events of old ones.

Importing again adds nothing but events that were not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.rules.actors import Actor
from complaints.services import ledger
from complaints.services.histories.filing import store
from complaints.services.histories.later import add_events
from complaints.services.histories.reading import History
from complaints.services.histories.tally import Loaded
from complaints.services.registry import rows
from complaints.vault import Vault

COMPLAINT: Any = Complaint.__table__
KEY = ("source", "reference")


def load(
    session: Session,
    actor: Actor,
    histories: Sequence[History],
    *,
    vault: Vault,
    now: datetime,
) -> Loaded:
    """Store what is new of a batch and return what it came to.

    Of a complaint that is stored already, or stands in the batch twice, only its events count.
    Within a batch complaints are taken in the order of their filing.
    """
    loaded = Loaded()
    ids = _known(session, histories)
    firsts: dict[rows.Key, History] = {}
    again: list[History] = []
    for history in sorted(histories, key=lambda one: one.filed_at):
        if history.key in ids or history.key in firsts:
            again.append(history)
        else:
            firsts[history.key] = history
    for source, filed in sorted(_by_source(firsts.values()).items()):
        stored = store(session, vault, filed, source=source, now=now, loaded=loaded)
        ids.update(stored)
        # Another writer may have been faster with some.
        again += [one for one in filed if one.key not in stored]
    if ids.keys() != {one.key for one in histories}:
        ids.update(_known(session, again))
    loaded.known += len(again)
    add_events(session, [(ids[one.key], one) for one in again], now=now, loaded=loaded)
    if loaded.complaints or loaded.events:
        _record(session, actor, loaded, firsts.values() or again, now)
    return loaded


def _known(session: Session, histories: Iterable[History]) -> dict[rows.Key, int]:
    keys = dict.fromkeys(one.key for one in histories)
    return {key: row.id for key, row in rows.fetch(session, COMPLAINT, KEY, keys).items()}


def _by_source(histories: Iterable[History]) -> dict[str, list[History]]:
    groups: defaultdict[str, list[History]] = defaultdict(list)
    for history in histories:
        groups[history.source].append(history)
    return groups


def _record(
    session: Session, actor: Actor, loaded: Loaded, histories: Iterable[History], now: datetime
) -> None:
    sources = sorted({one.source for one in histories})
    counts = {name: count for name, count in asdict(loaded).items() if count}
    ledger.record(session, actor, "imported", "histories", 0, now=now, sources=sources, **counts)
    session.flush()
