"""Imports a batch of histories, set-wise: new complaints, and new events of known ones.

Importing again adds nothing but events that are new.

Holds imported complaints that are undecided and whose account is under a boycott, or looks like
one of a bound or flagged party.

Their claims land in the queue, where a decision takes listings down. Few are asked about: those
with an open claim, once an account and by a few of its rights, so that a batch stays short.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from complaints.models import Boycott, Complaint, PartyMatch
from complaints.queries.cases import boycotts
from complaints.queries.cases import holds as hold_queries
from complaints.queries.cases import matches as match_queries
from complaints.queries.cases.holds import Imported
from complaints.rules.actors import SYSTEM
from complaints.rules.kinds import FilerKind
from complaints.services.cases import holds, matches
from complaints.services.cases.matches import Shown
from complaints.services.filing.histories.filing import store_complaints
from complaints.services.filing.histories.later import add_events
from complaints.services.filing.histories.reading import History, Loaded
from complaints.services.move import order_anew
from complaints.services.registry import rows
from complaints.services.upkeep import ledger
from complaints.storage.vault import Vault
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
    order_anew(work, set(ids.values()))
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


# Rights of one account that are asked about, and papers shown with each.
_RIGHTS, _PAPERS = 5, 5


def hold_undecided(work: UnitOfWork, complaint_ids: Collection[int]) -> int:
    """Hold what is undecided of these new complaints; return how many. Writes no letter; the clock
    begins now, whenever they were filed."""
    if not complaint_ids or not match_queries.is_anybody_troubled(work.session, work.now):
        return 0
    by_filer: defaultdict[int, list[Imported]] = defaultdict(list)
    for each in hold_queries.open_of(work.session, complaint_ids):
        by_filer[each.filer.id].append(each)
    work = work.by(SYSTEM)
    return sum(_of_account(work, imported) for imported in by_filer.values())


def _of_account(work: UnitOfWork, imported: Sequence[Imported]) -> int:
    filer = imported[0].filer
    whole = matches.match(work, filer, Shown())
    held = 0
    for asked, each in enumerate(imported):
        ground = _boycott(work, each) or whole
        if ground is None and asked < _RIGHTS:
            ground = _match(work, each)
        if ground is not None:
            held += holds.hold_imported(work, filer.id, each.complaint_ids, ground)
    return held


def _boycott(work: UnitOfWork, imported: Imported) -> Boycott | None:
    right = imported.right
    return boycotts.binding(
        work.session, imported.filer.id, right.rights_holder_id, work.now, right_key=right.key
    )


def _match(work: UnitOfWork, imported: Imported) -> PartyMatch | None:
    holder_id, is_agent = imported.right.rights_holder_id, imported.filer.kind == FilerKind.AGENT
    shown = Shown(
        right_key=imported.key,
        holder_id=holder_id,
        unnamed=holder_id is None and is_agent,
        document_ids=hold_queries.papers_of(work.session, imported.complaint_ids, most=_PAPERS),
    )
    return matches.match(work, imported.filer, shown)
