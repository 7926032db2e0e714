"""One run: writers under way, strikes one after another, and how long each was felt."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from sqlalchemy import func, select, update

from complaints.base.clock import utcnow
from complaints.models import Complaint, Job
from tests.chaos import processes
from tests.chaos.counting import Counts, count
from tests.chaos.place import Place
from tests.chaos.processes import until
from tests.chaos.strikes import STRIKES, Service
from tests.chaos.writers import Writer

# One that takes long, and one that waits while a clock is in doubt.
JOBS = ("scan", "clocks")


@dataclass(frozen=True)
class Felt:
    """One strike: was a scan under way, and after how many seconds filings and jobs went on."""

    strike: str
    scan_under_way: bool
    filings: float
    jobs: float


@dataclass
class Report:
    """One run on one database."""

    place: str
    felt: list[Felt] = field(default_factory=list)
    counts: Counts | None = None


def run(
    place: Place,
    strikes: Iterable[str],
    *,
    seed: int,
    servers: int = 2,
    writers: int = 4,
    at_most: float = 10.0,
    pace: float = 0.0,
    say: Callable[[str], None] = lambda _line: None,
) -> Report:
    """Strike again and again while writers file; then count.

    `servers` are those on PostgreSQL, with as many workers; on SQLite a server, which does the jobs
    too, has a worker beside it. What is away stays away `at_most` so many seconds.
    """
    report, rng = Report(place.name), random.Random(seed)
    first = _last(place)
    with ExitStack() as stack:
        service = stack.enter_context(_started(place, servers, rng, at_most))
        with _writing(service, writers, pace, rng) as clients:
            for name in strikes:
                felt = _struck(service, clients, name)
                report.felt.append(felt)
                say(
                    f"{place.name}: {felt.strike}; filings after {felt.filings:.1f} s, "
                    f"jobs after {felt.jobs:.1f} s"
                )
        service.settle()
        report.counts = count(place, clients, first=first)
    return report


def _last(place: Place) -> int:
    with place.context.database.reading() as session:
        return session.scalar(select(func.max(Complaint.id))) or 0


@contextmanager
def _started(place: Place, servers: int, rng: random.Random, at_most: float) -> Iterator[Service]:
    numbers = range(1, (servers if place.cluster else 1) + 1)
    made = [processes.server(place, f"server {each}") for each in numbers]
    made += [processes.worker(place, f"worker {each}") for each in numbers]
    try:
        for each in made:
            each.start()
        service = Service(place, made, rng, at_most)
        service.settle()
        yield service
    finally:
        for each in made:
            each.kill()


@contextmanager
def _writing(
    service: Service, many: int, pace: float, rng: random.Random
) -> Iterator[list[Writer]]:
    over = threading.Event()
    ports = [each.port for each in service.servers]
    clients = [
        Writer(
            each, service.place.filer(f"w{each}"), ports, random.Random(rng.random()), over, pace
        )
        for each in range(1, many + 1)
    ]
    threads = [threading.Thread(target=each.run, name="writer") for each in clients]
    for thread in threads:
        thread.start()
    try:
        yield clients
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _struck(service: Service, clients: list[Writer], name: str) -> Felt:
    """Let a scan begin, strike, and measure from when the operator has put right what he can."""
    service.settle()
    _due_now(service)
    until(lambda: service.holder() is not None, every=0.02)
    time.sleep(service.rng.uniform(0, 0.5))
    under_way = service.holder() is not None
    STRIKES[name](service)
    over = time.monotonic()
    if not under_way or name.startswith("the clock"):
        _due_now(service)
    filings = until(lambda: any(each.newest >= over for each in clients))
    until(lambda: _have_ended(service))
    jobs = time.monotonic() - over
    return Felt(name, under_way, filings, jobs)


def _due_now(service: Service) -> None:
    """Let the jobs be due, as at their hour."""
    due = update(Job).where(Job.kind.in_(JOBS), Job.lease.is_(None)).values(run_at=utcnow())

    def armed() -> bool:
        with service.place.context.database.transaction() as session:
            kinds = session.scalars(due.returning(Job.kind)).all()
        return "scan" in kinds or service.holder() is not None

    until(armed)


def _have_ended(service: Service) -> bool:
    """Say whether the jobs have come to their end, and are due later."""
    with service.place.context.database.reading() as session:
        done = select(func.count()).where(
            Job.kind.in_(JOBS), Job.lease.is_(None), Job.run_at > utcnow()
        )
        return session.scalar(done) == len(JOBS)
