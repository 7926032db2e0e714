"""Follows the chain and finds where it does not hold. Pure, in bounded memory.

Whether an entry came after its turn: into the middle, behind entries that were sealed before it.

Numbers of entries tell, not clocks. On SQLite a number is given under the write lock, so an entry
with a lower number than one that is sealed was put in later. On PostgreSQL a transaction that
began earlier may commit later: its entry is sealed in its turn, and is honest as long as the seals
of its time are not long past.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from complaints.rules.upkeep import ledger_chain
from complaints.rules.upkeep.ledger_chain import Entry, Seal, Sealed

# How many seals that do not hold are kept to say what became of the first, and how many hashes
# before it.
KEPT = 1_000
BEFORE = 64


class Wrong(StrEnum):
    """What became of an entry."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class Finding:
    """The place at which the chain does not hold. `ledger_id` is None where it is not known."""

    wrong: Wrong
    position: int
    ledger_id: int | None


@dataclass(frozen=True, slots=True)
class Broken:
    """A seal whose hash does not follow, with the seals before it, the newest last."""

    seal: Seal
    entry: Entry
    before: tuple[Seal, ...]


class Checking:
    """One walk along the chain, from the database's name to the last seal."""

    def __init__(self, database: str, *, strict: bool) -> None:
        self.order = Order(strict=strict)
        self.sealed = self.erased = self.wrong = 0
        self.broken: list[Broken] = []
        self.first: Finding | None = None
        start = Seal(0, 0, None, None, ledger_chain.genesis(database), "")
        self._before = deque([start], maxlen=BEFORE)

    @property
    def last(self) -> Seal:
        """The last seal; before the first, one at position 0 with the database's own hash."""
        return self._before[-1]

    def follow(self, page: Iterable[Sealed], erased: Collection[int]) -> None:
        """Take in the next seals. `erased` are the entries whose words the ledger says are gone."""
        for seal, entry in page:
            position = self.last.position
            late = entry is not None and self.order.follow(seal.ledger_id, seal.sealed_at)
            if seal.position > position + 1:
                # Seals are gone: what follows on them cannot be compared.
                self._note(Wrong.REMOVED, position + 1, None)
            elif seal.position <= position:
                self._note(Wrong.INSERTED, seal.position, seal.ledger_id)
            elif entry is None:
                self._note(Wrong.REMOVED, seal.position, seal.ledger_id)
            elif not fits(seal, entry, seal.position, self.last.hash):
                self._keep(seal, entry)
            elif not self._has_its_words(seal, entry, erased):
                self._note(Wrong.CHANGED, seal.position, entry.id)
            elif late:
                self._note(Wrong.INSERTED, seal.position, entry.id)
            self._before.append(seal)
            self.sealed += 1

    def _has_its_words(self, seal: Seal, entry: Entry, erased: Collection[int]) -> bool:
        """Say whether the free words are those that were sealed, or erased by the verb for it."""
        if entry.why is None and seal.salt is None:
            is_erased = seal.words is not None and entry.id in erased
            self.erased += is_erased
            return is_erased or seal.words is None
        if not isinstance(entry.why, str) or not isinstance(seal.salt, bytes):
            return False
        return ledger_chain.hash_words(seal.salt, entry.why) == seal.words

    def _keep(self, seal: Seal, entry: Entry) -> None:
        self.wrong += 1
        if len(self.broken) < KEPT:
            self.broken.append(Broken(seal, entry, tuple(self._before)))

    def _note(self, wrong: Wrong, position: int, ledger_id: object) -> None:
        self.wrong += 1
        number = ledger_id if isinstance(ledger_id, int) else None
        self.first = self.first or Finding(wrong, position, number)


def fits(seal: Seal, entry: Entry, position: int, previous: str) -> bool:
    """Say whether the seal is of this entry, at this position, after the one of this hash."""
    hashed = ledger_chain.hash_entry(previous, position, entry, seal.words, seal.sealed_at)
    return hashed == seal.hash


# How long a transaction may last on PostgreSQL before its entry counts as put in later.
LATEST = timedelta(hours=1)
# The most that one step between two runs of the sealer counts for: a clock that jumps counts for
# no more.
STEP = timedelta(minutes=10)


class Order:
    """What has been passed so far. `strict`: every lower number came too late."""

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict
        self._highest = 0
        self._passed = 0
        self._elapsed = timedelta()
        self._run_at: str | None = None
        # Of each run less than LATEST ago: when it was, and the highest number by then.
        self._runs: deque[tuple[timedelta, int]] = deque()

    def is_late(self, ledger_id: int) -> bool:
        """Say whether an entry, sealed now or not yet, was put in later."""
        return ledger_id < (self._highest if self.strict else self._passed)

    def follow(self, ledger_id: int, sealed_at: str) -> bool:
        """Take in the next seal; say whether its entry was put in later."""
        if sealed_at != self._run_at:
            self._begin_run(sealed_at)
        late = self.is_late(ledger_id)
        if not late:
            self._highest = max(self._highest, ledger_id)
        return late

    def _begin_run(self, sealed_at: str) -> None:
        if self._run_at is not None:
            self._runs.append((self._elapsed, self._highest))
            self._elapsed += _step(self._run_at, sealed_at)
        self._run_at = sealed_at
        while self._runs and self._elapsed - self._runs[0][0] > LATEST:
            self._passed = self._runs.popleft()[1]


def _step(before: str, after: str) -> timedelta:
    """Return the time between two runs. A time that is none counts as no time."""
    try:
        step = datetime.fromisoformat(after) - datetime.fromisoformat(before)
    except (TypeError, ValueError):
        return timedelta()
    return min(max(step, timedelta()), STEP)
