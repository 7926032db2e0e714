"""What befalls the service: each strike does it, waits a while, and puts right what an operator
would put right; it returns once that is done."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sqlalchemy import func, select, text

from complaints.models import ClockJump, Job, Order, OutwardEvent, Replay
from complaints.models.base import Base
from complaints.services.outward import events
from tests.chaos.outside import Outside, let_go
from tests.chaos.place import Place
from tests.chaos.processes import LIBRARY, Clock, Process, cleanhands, until

AHEAD = 300
# Whose session has the lock under which events are numbered.
NUMBERING = """
SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
 WHERE locktype = 'advisory' AND granted AND objid::bigint = :lock
"""


@dataclass
class Service:
    """The running processes over a place."""

    place: Place
    processes: list[Process]
    outside: Outside
    rng: random.Random
    # Seconds for which what is away stays away, at most.
    at_most: float = 10.0

    @property
    def servers(self) -> list[Process]:
        return [each for each in self.processes if each.port]

    @property
    def workers(self) -> list[Process]:
        """Those that do the jobs and send messages: on SQLite the server too."""
        return [each for each in self.processes if not each.port or self.place.cluster is None]

    def holder(self) -> Process | None:
        """Return the process that holds the scan."""
        with self.place.context.database.reading() as session:
            name = session.scalar(
                select(Job.holder).where(Job.kind == "scan", Job.lease.is_not(None))
            )
        pid = int(name.split(":")[1]) if name else 0
        return next(
            (each for each in self.processes if each.running and each.running.pid == pid), None
        )

    def numbering(self) -> Process | None:
        """Return the process that gives events their places, on PostgreSQL."""
        with self.place.context.database.reading() as session:
            name = session.scalar(text(NUMBERING), {"lock": events.ONE_NUMBERS})
        return next((each for each in self.processes if each.name == name), None)

    def pause(self) -> None:
        time.sleep(self.rng.uniform(0.2, self.at_most))

    def settle(self) -> None:
        """Wait until every process is there and every server is ready."""
        for each in self.processes:
            assert each.is_alive, f"{each.name} has ended by itself"
            until(each.is_ready)


def kill_the_scan(service: Service) -> None:
    """Kill whoever holds the scan, and start it again."""
    _kill([service.holder() or service.rng.choice(service.processes)])


def kill_a_server(service: Service) -> None:
    _kill([service.rng.choice(service.servers)])


def kill_all(service: Service) -> None:
    """Kill everything at once, as where the machine's supervisor goes mad."""
    _kill(service.processes)


def kill_who_numbers(service: Service) -> None:
    """Kill whoever gives events their places, while it does: it waits for an event that is locked
    here meanwhile."""
    new = select(OutwardEvent.id).where(OutwardEvent.position.is_(None)).limit(1)
    with service.place.context.database.transaction() as session:
        lock = new.with_for_update(skip_locked=True)
        until(lambda: session.scalar(lock) is not None, every=0.002)
        until(lambda: service.numbering() is not None, every=0.002)
        struck = service.numbering()
        assert struck is not None
        struck.kill()
    struck.start()


def kill_who_sends(service: Service) -> None:
    """Kill whoever sends messages as soon as one has come: most often before that is noted."""
    let_go(service.place, webhooks=True)
    came = service.outside.receiver.came_in
    before = came.stat().st_size if came.exists() else 0
    until(lambda: came.exists() and came.stat().st_size > before, every=0.001)
    _kill(service.workers, between=lambda: let_go(service.place, webhooks=True))


def kill_the_market(service: Service) -> None:
    """Kill the marketplace as soon as it has done an order: most often before that is reported."""
    outside, market = service.outside, service.outside.market

    def newest() -> int:
        return max((row["order_id"] or 0 for row in outside.shop.listings(all_=True)), default=0)

    def cut_off() -> None:
        done = {row["order_id"] for row in outside.shop.listings(all_=True)}
        with service.place.context.database.reading() as session:
            taken = session.scalars(select(Order.id).where(Order.state == "accepted"))
            outside.unreported |= done & set(taken)
        let_go(service.place, orders=True)

    before = newest()
    until(lambda: newest() > before, every=0.002)
    _kill([market], between=cut_off)


def _kill(struck: Sequence[Process], between: Callable[[], None] = lambda: None) -> None:
    """Kill them, and start them again."""
    for each in struck:
        each.kill()
    between()
    for each in struck:
        each.start()


def stop_the_scan(service: Service) -> None:
    """Stop whoever holds the scan in order, and start it again."""
    struck = service.holder() or service.rng.choice(service.processes)
    assert struck.stop() == 0, f"{struck.name} was told to stop, and ended otherwise"
    struck.start()


def stop_a_server(service: Service) -> None:
    struck = service.rng.choice(service.servers)
    assert struck.stop() == 0, f"{struck.name} was told to stop, and ended otherwise"
    struck.start()


def stop_postgresql(service: Service) -> None:
    """Send everybody away from PostgreSQL, or end it as a crash would, for a while."""
    cluster = service.place.cluster
    assert cluster is not None
    cluster.stop(service.rng.choice([signal.SIGINT, signal.SIGQUIT]))
    service.pause()
    cluster.start()


def fill_the_database(service: Service) -> None:
    _fill(service, "database")


def fill_the_documents(service: Service) -> None:
    _fill(service, "documents")


def _fill(service: Service, name: str) -> None:
    disk = service.place.disks[name]
    disk.fill()
    until(lambda: not any(each.is_ready() for each in service.servers))
    service.pause()
    disk.empty()
    _mend(service.place)


def _mend(place: Place) -> None:
    """Start PostgreSQL again where a full disk ended it for good."""
    if place.cluster and place.cluster.process.poll() is not None:
        place.cluster.start()


def jump_the_clock(service: Service) -> None:
    """Put every process' clock ahead by 300 days, and back; then say that it is right."""
    place = service.place
    clock = Clock(place.folder / "clock")
    for each in service.processes:
        each.stop()
        each.start(clock)
    service.settle()
    replays, jumps = _rows(place, Replay), _rows(place, ClockJump)
    # Those that work the jobs notice it, each for itself.
    many = sum(not each.port or place.cluster is None for each in service.processes)
    clock.set(AHEAD)
    until(lambda: _rows(place, ClockJump) >= jumps + many)
    service.pause()
    clock.set(0)
    until(lambda: _rows(place, ClockJump) >= jumps + 2 * many)
    assert _rows(place, Replay) >= replays, "replays were purged"
    accepted = cleanhands(place, "clock", "accept")
    assert accepted.returncode == 0, accepted.stderr


def _rows(place: Place, model: type[Base]) -> int:
    with place.context.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


NUMBERS_KILLED = "who numbers events killed"
SENDS_KILLED = "who sends messages killed"
MARKET_KILLED = "the marketplace killed"
# During these no scan is awaited.
WITHOUT_SCAN = frozenset({NUMBERS_KILLED, SENDS_KILLED, MARKET_KILLED})
Strike = Callable[[Service], None]
STRIKES: Final = MappingProxyType({
    "the scan's process killed": kill_the_scan,
    "a server killed": kill_a_server,
    "everything killed": kill_all,
    NUMBERS_KILLED: kill_who_numbers,
    SENDS_KILLED: kill_who_sends,
    MARKET_KILLED: kill_the_market,
    "the scan's process stopped": stop_the_scan,
    "a server stopped": stop_a_server,
    "PostgreSQL stopped": stop_postgresql,
    "the database's disk full": fill_the_database,
    "the documents' disk full": fill_the_documents,
    "the clock jumped": jump_the_clock,
})  # fmt: skip


def possible(place: Place) -> list[str]:
    """Return the strikes that this machine and this database allow."""
    without = {
        # On SQLite an event has its place when it is written.
        NUMBERS_KILLED: place.cluster is None,
        "PostgreSQL stopped": place.cluster is None,
        "the database's disk full": not place.disks["database"].is_own,
        "the documents' disk full": not place.disks["documents"].is_own,
        "the clock jumped": LIBRARY is None,
    }
    return [name for name in STRIKES if not without.get(name)]
