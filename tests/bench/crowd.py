"""What filings wait for on PostgreSQL where many file at once, from several processes.

    python -m tests.bench.crowd [--seconds 20] [--processes 4] [--clients 16] [--stores 13]

`hot` files against few stores, each client for its own account. `new` files for accounts that are
all new, in rounds: many about one right and holder, against stores that nobody knew, which each
names in its own order, so that whatever two of them lock in two orders locks them both. It counts
filings, what each statement waited for locks, and what the database ended as a deadlock.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import random
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError

from complaints.rules import actors
from complaints.rules.filing.targets import Target
from complaints.rules.kinds import FilerKind
from complaints.services.filing import intake
from complaints.services.filing.intake import Notice
from complaints.services.logins import people
from complaints.storage.db import Database
from complaints.storage.vault import Vault
from tests.api.bodies import ANSWERS, SIGNED
from tests.scenes.contacts import with_contact
from tests.scenes.opened import open_new
from tests.scenes.postgresql import throwaway
from tests.scenes.working import working

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
VAULT = Vault(b"i" * 32, b"e" * 32)
MARK = {"kind": "trademark", "jurisdiction": "US", "title": "VELORA"}
ITEM = "https://item.taobao.com/item.htm?id="
DEADLOCK = "40P01"


@dataclass
class Told:
    """What came of it: filings, errors by SQLSTATE, seconds of waiting by statement, the longest
    filing in seconds, and seconds in all."""

    filed: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    waits: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    longest: float = 0.0
    slow: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Crowd:
    """Who files at once: `rounds` of 0 is as long as `seconds` last."""

    kind: str
    processes: int = 4
    clients: int = 16
    stores: int = 13
    rounds: int = 0
    seconds: float = 20.0
    seed: int = 1


def run(url: str, crowd: Crowd) -> Told:
    """File on a migrated database and return what came of it."""
    database = Database(url)
    with database.transaction() as session:
        people.add_partner(working(session, actors.SYSTEM, NOW), slug="portal", name="Portal")
    database.dispose()
    spawn = multiprocessing.get_context("spawn")
    each = crowd.clients // crowd.processes
    together = spawn.Barrier(each * crowd.processes)
    results: Any = spawn.Queue()
    workers = [
        spawn.Process(target=_work, args=(url, crowd, number, each, together, results))
        for number in range(crowd.processes)
    ]
    told = Told()
    with _watching(url, told.waits):
        began = time.monotonic()
        for worker in workers:
            worker.start()
        for filed, errors, longest, slow in [results.get() for _ in workers]:
            told.filed += filed
            told.errors.update(errors)
            told.longest = max(told.longest, longest)
            told.slow += slow
        told.seconds = time.monotonic() - began
        for worker in workers:
            worker.join()
    return told


def _work(url: str, crowd: Crowd, number: int, each: int, together: Any, results: Any) -> None:
    database = Database(url)
    errors: Counter[str] = Counter()
    took: list[float] = []

    def client(mine: int) -> None:
        luck = random.Random(crowd.seed * 1000 + mine)
        together.wait(120)
        ends = time.monotonic() + crowd.seconds
        for turn in itertools.count():
            if turn >= crowd.rounds if crowd.rounds else time.monotonic() > ends:
                return
            notice = _NOTICES[crowd.kind](crowd, luck, mine, turn)
            if crowd.rounds:
                together.wait(120)
            began = time.monotonic()
            try:
                _file(database, notice, f"{mine}-{turn}")
                took.append(time.monotonic() - began)
            except DBAPIError as error:
                errors[getattr(error.orig, "sqlstate", None) or type(error.orig).__name__] += 1

    # What a process does for the first time takes seconds: nobody is to wait for that.
    _file(database, _hot(Crowd("hot"), random.Random(number), 900 + number, 0), f"warm-{number}")
    threads = [threading.Thread(target=client, args=(number * each + one,)) for one in range(each)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put((len(took), errors, max(took, default=0.0), sum(one > 1 for one in took)))


def _file(database: Database, notice: Notice, reference: str) -> None:
    portal = actors.partner(1, key_id=1)
    # As the clock of the door: later filings are newer reports of a store.
    now = NOW + timedelta(microseconds=time.monotonic_ns() // 1000)
    with database.transaction() as session:
        intake.submit(working(session, portal, now), notice, vault=VAULT, reference=reference)


def _hot(crowd: Crowd, luck: random.Random, client: int, turn: int) -> Notice:
    store = luck.randrange(crowd.stores)
    filer = {"reference": f"f{client}", "name": f"Firm {client}", "kind": "rights_holder"}
    target = Target(
        f"{ITEM}9{client:03}{turn:05}", store_id=f"s{store}", store_name=f"Shop {store}"
    )
    return _notice(filer, f"71{client:05}", [target])


def _new(crowd: Crowd, luck: random.Random, client: int, turn: int) -> Notice:
    """Two of three are about the same right in the holder's name, with the same papers."""
    stores = [f"r{turn}s{number}" for number in range(crowd.stores)]
    named = luck.sample(stores, 3)
    filer = {
        "reference": f"n{turn}-{client}",
        "name": "Velora GmbH" if client % 3 else f"Firm {turn} {client}",
        "kind": luck.choice([FilerKind.RIGHTS_HOLDER, FilerKind.RIGHTS_HOLDER, FilerKind.AGENT]),
        "operates": [{"marketplace": "taobao", "id": one} for one in luck.sample(stores, 2)],
        "email": f"ip@velora{luck.randrange(3)}.example",
        "device": f"d{luck.randrange(3)}",
    }
    targets = [
        Target(
            f"{ITEM}8{turn:04}{luck.randrange(6)}", store_id=store,
            store_name=f"Shop {store} {client}", operator=f"Operator {turn} {luck.randrange(4)}",
        )
        for store in named
    ]  # fmt: skip
    papers = [f"{turn:032x}{number:032x}" for number in luck.sample(range(4), 3)]
    return _notice(filer, f"72{turn:05}", targets, papers)


def _notice(
    filer: dict[str, Any], number: str, targets: list[Target], papers: list[str] | None = None
) -> Notice:
    documents = [{"sha256": one, "kind": "evidence", "filename": "a.png"} for one in papers or ()]
    return Notice(
        basis="counterfeit", filer=with_contact(filer), right={**MARK, "number": number},
        rights_holder={"name": "Velora GmbH"}, targets=targets, documents=documents,
        authorization={"reference": "A"} if filer["kind"] == "agent" else None,
        answers=ANSWERS["counterfeit"], declaration=SIGNED,
    )  # fmt: skip


_NOTICES = {"hot": _hot, "new": _new}


class _watching:  # noqa: N801 - reads as a sentence
    """Count by statement the seconds that sessions wait for locks."""

    STEP = 0.02
    ASK = (
        "SELECT left(query, 60) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        " AND pid <> pg_backend_pid()"
    )

    def __init__(self, url: str, waits: defaultdict[str, float]) -> None:
        self._url = url.replace("+psycopg", "")
        self._waits = waits
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as looking:
            before = time.monotonic()
            while not self._over.wait(self.STEP):
                now = time.monotonic()
                for (query,) in looking.execute(self.ASK):
                    self._waits[query] += now - before
                before = now


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kind", choices=[*_NOTICES], action="append")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--stores", type=int, default=13)
    parser.add_argument("--seed", type=int, default=1)
    given = vars(parser.parse_args())
    for kind in given.pop("kind") or [*_NOTICES]:
        with throwaway() as url:
            database = Database(url)
            open_new(database)
            database.dispose()
            told = run(url, Crowd(kind, **given))
        out = [
            f"{kind}: {told.filed} filings in {told.seconds:.0f} s, the longest"
            f" {told.longest:.2f} s, {told.slow} over a second; errors {dict(told.errors)}"
        ]
        for query, seconds in sorted(told.waits.items(), key=itemgetter(1))[:-9:-1]:
            out.append(f"  {seconds:8.2f} s  {' '.join(query.split())}")
        sys.stdout.write("\n".join([*out, ""]))


if __name__ == "__main__":
    main()
