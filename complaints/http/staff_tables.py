"""Tables of staff as files: the queue, the flags, the stores and the ledger, as their lists are
filtered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from flask import Response

from complaints.http import tables
from complaints.models import Filer, Flag, LedgerEntry, Store
from complaints.queries.cases import flags, rings
from complaints.queries.logins import people
from complaints.queries.staff import queue
from complaints.queries.staff.queue import Filters, Waiting
from complaints.words.sureness import odds_of
from complaints.work import UnitOfWork

# A file has so many rows at most: who wants more keeps to less by filters.
MOST_ROWS: Final = 10_000
_AT_ONCE: Final = 200
_QUEUE: Final = (
    "kind", "id", "title", "due_at", "since", "waits_for", "listing", "marketplace", "ground",
    "right_kind", "right", "filer_id", "filer", "claims", "accounts", "whose", "assigned_to",
    "in_hand_of", "priority",
)  # fmt: skip
_FLAGS: Final = (
    "id", "filer_id", "filer", "level", "listing_days", "stores", "open_claims", "odds", "score",
    "state", "ring_id", "families", "opened_at", "updated_at", "taken_by",
)  # fmt: skip
_STORES: Final = ("id", "reference", "name", "marketplace", "country")
_LEDGER: Final = (
    "id", "at", "actor_kind", "actor_id", "actor", "hand_kind", "hand_id", "verb", "subject",
    "subject_id", "why", "facts",
)  # fmt: skip


def queue_file(work: UnitOfWork, filters: Filters) -> Response:
    """Return the cases of a queue, the oldest deadline first."""
    return tables.csv_file("queue.csv", _QUEUE, map(_case, _cases(work, filters)))


def _cases(work: UnitOfWork, filters: Filters) -> Iterator[Waiting]:
    after, left = None, MOST_ROWS
    while left > 0:
        page = queue.find_waiting_cases(work, filters, after, min(left, _AT_ONCE))
        yield from page.items
        after, left = page.next, left - len(page.items)
        if after is None:
            return


def _case(case: Waiting) -> Sequence[object]:
    about = case.about
    complained = (
        (about.listing, about.marketplace, about.basis, about.right_kind, about.right)
        if about
        else (None,) * 5
    )
    return (
        case.subject, case.id, case.title, case.due, case.since, " ".join(case.what), *complained,
        case.filer_id, case.filer, case.claims, case.accounts, case.whose, case.given_to,
        case.held_by, case.priority,
    )  # fmt: skip


def flags_file(work: UnitOfWork, **filters: Any) -> Response:
    """Return the flags that a list with these filters has, in its order; what is at stake is
    that of a flag's ring, where it is of one, as the order has it."""
    rows = flags.find_flags(work, limit=MOST_ROWS, **filters)[:MOST_ROWS]
    in_rings = rings.of_filers(work.session, [filer.id for _flag, filer in rows])
    families = flags.families_of(work.session, [flag for flag, _filer in rows])
    names = people.names(work.session, [flag.taken_by for flag, _filer in rows])

    def line(flag: Flag, filer: Filer) -> Sequence[object]:
        stake = flags.stake_of(flag)
        return (
            flag.id, filer.id, filer.name, flag.level, stake.get("listing_days"),
            stake.get("stores"), stake.get("open_claims"), odds_of(flag.score),
            round(flag.score, 4), flag.state, in_rings.get(filer.id),
            " ".join(families.get(flag.id, ())), flag.opened_at, flag.updated_at,
            names.get(flag.taken_by or 0),
        )  # fmt: skip

    return tables.csv_file("flags.csv", _FLAGS, (line(*row) for row in rows))


def stores_file(rows: Iterable[tuple[Store, str]]) -> Response:
    """Return stores with their marketplaces."""
    lines = ((row.id, row.reference, row.name, slug, row.country) for row, slug in rows)
    return tables.csv_file("stores.csv", _STORES, lines)


def ledger_file(work: UnitOfWork, entries: Sequence[LedgerEntry]) -> Response:
    """Return entries of the ledger; `actor` is the name of one of the staff."""
    persons = [each.actor_id for each in entries if each.actor_kind == "person"]
    names = people.names(work.session, persons)

    def line(entry: LedgerEntry) -> Sequence[object]:
        name = names.get(entry.actor_id) if entry.actor_kind == "person" else None
        facts = json.dumps(entry.facts, ensure_ascii=False, sort_keys=True)
        return (
            entry.id, entry.at, entry.actor_kind, entry.actor_id, name, entry.hand_kind,
            entry.hand_id, entry.verb, entry.subject, entry.subject_id, entry.why, facts,
        )  # fmt: skip

    return tables.csv_file("ledger.csv", _LEDGER, map(line, entries))
