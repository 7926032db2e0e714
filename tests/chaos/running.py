"""One run: writers under way, strikes one after another, and how long each was felt."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from sqlalchemy import func, select, update

from complaints.base.clock import utcnow
from complaints.models import Complaint, Job
from tests.chaos import outside, processes
from tests.chaos.counting import Counts, count
from tests.chaos.counting_outside import count_outside
from tests.chaos.deciders import Decider
from tests.chaos.place import Place
from tests.chaos.processes import until
from tests.chaos.strikes import STRIKES, WITHOUT_SCAN, Service
from tests.chaos.writers import Writer
from tests.scenes.outsiders import filer_key
from tests.scenes.rolling import PATIENCE

# One that takes long, and one that waits while a clock is in doubt.
JOBS = ("scan", "clocks")


@dataclass(frozen=True)
class Felt:
    """One strike: was a scan under way, and after how many seconds filings and jobs went on."""

    strike: str
    scan_under_way: bool
    filings: float
    # None where no scan was awaited.
    jobs: float | None = None


@dataclass
class Report:
    """One run on one database."""

    place: str
    felt: list[Felt] = field(default_factory=list)
    counts: Counts | None = None
    # How much came to those outside.
    outside: Counter[str] = field(default_factory=Counter)


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
        with _writing(service, writers, pace, rng) as (clients, decider):
            for name in strikes:
                felt = _struck(service, clients, name)
                report.felt.append(felt)
                jobs = "" if felt.jobs is None else f", jobs after {felt.jobs:.1f} s"
                say(f"{place.name}: {felt.strike}; filings after {felt.filings:.1f} s{jobs}")
        service.settle()
        service.outside.settle(PATIENCE)
        report.counts = count(place, clients, first=first)
        report.outside, faults = count_outside(service.outside, decider, clients)
        report.counts.faults.update(faults)
    return report


def _last(place: Place) -> int:
    with place.context.database.reading() as session:
        return session.scalar(select(func.max(Complaint.id))) or 0


@contextmanager
def _started(place: Place, servers: int, rng: random.Random, at_most: float) -> Iterator[Service]:
    numbers = range(1, (servers if place.cluster else 1) + 1)
    made = [processes.server(place, f"server {each}") for each in numbers]
    made += [processes.worker(place, f"worker {each}") for each in numbers]
    around = outside.make(place, [each.port for each in made if each.port], rng)
    try:
        for each in made:
            each.start()
        service = Service(place, made, around, rng, at_most)
        service.settle()
        around.begin()
        yield service
    finally:
        around.end()
        for each in made:
            each.kill()


@contextmanager
def _writing(
    service: Service, many: int, pace: float, rng: random.Random
) -> Iterator[tuple[list[Writer], Decider]]:
    over = threading.Event()
    ports = [each.port for each in service.servers]
    clients = [
        Writer(
            each,
            filer_key(service.place.context, f"w{each}"),
            ports,
            random.Random(rng.random()),
            over,
            pace,
        )
        for each in range(1, many + 1)
    ]
    around = service.outside
    decider = Decider(
        around.reviewer, around.shop, clients, ports, random.Random(rng.random()), over, pace
    )
    runs = [decider.run, *(each.run for each in clients)]
    threads = [threading.Thread(target=each) for each in runs]
    for thread in threads:
        thread.start()
    try:
        yield clients, decider
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _struck(service: Service, clients: list[Writer], name: str) -> Felt:
    """Let a scan begin, strike, and measure from when the operator has put right what he can."""
    service.settle()
    if name in WITHOUT_SCAN:
        STRIKES[name](service)
        over = time.monotonic()
        return Felt(name, False, until(lambda: any(each.newest >= over for each in clients)))
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
