"""Whether the ledger holds: its whole chain, and the heads of it that were kept elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection

from complaints.queries.upkeep import ledger_chain as chain
from complaints.rules.upkeep.ledger_chain import Sealed
from complaints.rules.upkeep.ledger_checking import Checking, Finding, Wrong
from complaints.rules.upkeep.ledger_diagnosis import first_finding
from complaints.rules.upkeep.ledger_heads import Head

AT_ONCE = 5_000


class Fate(StrEnum):
    """What became of the chain that a head was taken of."""

    HOLDS = "holds"
    OTHER_DATABASE = "other_database"
    CUT = "cut"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class Kept:
    """The first head that the chain does not have, else the newest; and the one before it."""

    fate: Fate
    head: Head
    before: Head | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found. `since` is when the oldest unsealed entry was made."""

    sealed: int
    waiting: int
    since: str | None
    erased: int
    wrong: int
    first: Finding | None
    kept: Kept | None

    @property
    def holds(self) -> bool:
        return self.first is None and (self.kept is None or self.kept.fate is Fate.HOLDS)


def check_ledger(
    connection: Connection,
    heads: Sequence[Head] = (),
    *,
    progress: Callable[[int], None] = lambda count: None,
) -> Verdict:
    """Walk the whole ledger in the one state that `connection` sees, a page at a time."""
    database = chain.database_name(connection)
    checking = Checking(database, strict=chain.is_strict(connection))
    passed = {0: checking.last.hash}
    wanted = {head.position for head in heads}
    for page in chain.sealed(connection, at_once=AT_ONCE):
        checking.follow(page, chain.erased(connection, _without_words(page)))
        passed |= {seal.position: seal.hash for seal, _ in page if seal.position in wanted}
        progress(checking.sealed)
    count, since, late = _unsealed(connection, checking)
    findings = [each for each in (first_finding(checking), late) if each is not None]
    return Verdict(
        sealed=checking.sealed,
        waiting=count,
        since=since,
        erased=checking.erased,
        wrong=checking.wrong + (late is not None),
        first=min(findings, key=lambda each: each.position, default=None),
        kept=compare_heads(heads, database, passed, last=checking.last.position) if heads else None,
    )


def compare_heads(
    heads: Sequence[Head], database: str, passed: dict[int, str], *, last: int
) -> Kept:
    """Return what became of the heads; `passed` holds the hashes at their positions."""
    before = None
    ordered = sorted(heads, key=lambda head: head.position)
    for head in ordered:
        fate = Fate.HOLDS
        if head.database != database:
            fate = Fate.OTHER_DATABASE
        elif head.position > last:
            fate = Fate.CUT
        elif passed.get(head.position) != head.hash:
            fate = Fate.REWRITTEN
        if fate is not Fate.HOLDS:
            return Kept(fate, head, before)
        before = head
    return Kept(Fate.HOLDS, ordered[-1], None)


def _without_words(page: Sequence[Sealed]) -> Collection[int]:
    return [
        entry.id
        for seal, entry in page
        if entry is not None and entry.why is None and seal.words is not None
    ]


def _unsealed(connection: Connection, checking: Checking) -> tuple[int, str | None, Finding | None]:
    """Return how many entries wait, since when, and the first that was put in below sealed ones."""
    count, since, late = 0, None, None
    for page in chain.unsealed_entries(connection, at_once=AT_ONCE):
        for ledger_id, at in page:
            if not checking.order.is_late(ledger_id):
                count += 1
                since = min(since or at, at)
            elif late is None:
                position = chain.position_of(connection, ledger_id)
                late = Finding(Wrong.INSERTED, position, ledger_id)
    return count, since, late
