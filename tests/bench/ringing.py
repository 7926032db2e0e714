"""What clocks cost: the job `clocks` with many that run and few that are due, and a filing.

    python -m tests.bench.ringing [--clocks 100000] [--due 1000]
    python -m tests.bench.ringing --before WORKTREE [--each 20]

The first files complaints, brings so many of their claims to the day on which a law's clock brings
their listings back, and times the job then, and once more with nothing due. The second times a
complaint of 100 targets in this tree and in that of an earlier commit, by turns, in processes of
their own. SQLite.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from complaints import migration
from complaints.jobs import handlers
from complaints.models import Claim, Clock
from complaints.rules.actors import SYSTEM
from complaints.services.decisions import claims
from complaints.storage.db import Database
from complaints.storage.links import Links
from complaints.work import UnitOfWork
from tests.services.decisions.desk import CODES, VAULT, Desk
from tests.services.decisions.test_claims import make_answer

SINCE = datetime(2026, 8, 3, 14, tzinfo=UTC)
DAY = timedelta(days=1)
AMAZON = "https://www.amazon.com/dp/B"
A_COMPLAINT = 1_000
ROOT = Path(__file__).resolve().parents[2]
# Runs in an earlier tree too: it names what both have.
FILING = """
import json, sys, tempfile, time
from datetime import UTC, datetime
from pathlib import Path
from complaints import migration
from complaints.storage.db import Database
from tests.services.decisions.desk import ITEM, Desk

took = []
with tempfile.TemporaryDirectory() as folder:
    database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
    migration.upgrade(database)
    desk = Desk(database, datetime(2026, 8, 3, 14, tzinfo=UTC))
    acme = desk.filer()
    for number in range(int(sys.argv[1]) + 3):
        targets = [{"url": f"{ITEM}{1000 * number + n + 1}", "store_id": "s1"} for n in range(100)]
        begun = time.process_time()
        desk.file(acme, targets=targets)
        took.append(1000 * (time.process_time() - begun))
print(json.dumps(took[3:]))
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.ringing")
    parser.add_argument("--clocks", type=int, default=100_000)
    parser.add_argument("--due", type=int, default=1_000)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--each", type=int, default=20)
    asked = parser.parse_args()
    if asked.before:
        compare(asked.before, asked.each)
    else:
        ring(asked.clocks, asked.due)
    say(f"load {os.getloadavg()[0]:.1f}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def compare(before: Path, each: int) -> None:
    """Print the medians of both trees and their ratio; a process each, by turns."""
    took: dict[str, list[float]] = {"before": [], "after": []}
    for _turn in range(4):
        for name, tree in (("before", before), ("after", ROOT)):
            run = subprocess.run(
                [sys.executable, "-c", FILING, str(each)],
                cwd=tree, env={**os.environ, "PYTHONPATH": str(tree)},
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            took[name] += json.loads(run.stdout)
    middle = {name: statistics.median(each) for name, each in took.items()}
    say(
        f"100 targets, ms of processor: {middle['before']:.0f} before, {middle['after']:.0f} after,"
        f" {middle['after'] / middle['before']:.2f} times"
    )


def ring(clocks: int, due: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}")
        migration.upgrade(database)
        desk = Desk(database, SINCE)
        back = _countered(desk, due)
        bond = desk.filer("bond")
        for first in range(0, clocks - due, A_COMPLAINT):
            many = range(first, min(first + A_COMPLAINT, clocks - due))
            desk.file(
                bond, at=back - DAY,
                targets=[{"url": f"https://item.taobao.com/item.htm?id={n + 1}"} for n in many],
            )  # fmt: skip
        job(database, back - timedelta(seconds=1))
        say(f"{running(database)} clocks run, {due} are due: {job(database, back)}")
        say(f"{running(database)} clocks run, none is due: {job(database, back + DAY / 24)}")


def _countered(desk: Desk, due: int) -> datetime:
    """Bring so many claims to their counter-notice; return when their listings come back."""
    acme, rev, sid = desk.filer(), desk.staff("rev"), desk.staff("sid")
    song = {"kind": "copyright", "title": "Sunrise", "jurisdiction": "US"}
    for first in range(0, due, A_COMPLAINT):
        many = range(first, min(first + A_COMPLAINT, due))
        targets = [{"url": f"{AMAZON}{n:09}", "store_id": f"s{n}"} for n in many]
        filed = desk.file(acme, basis="copyright", right=song, targets=targets)
        desk.do(claims.decide_complaint, rev, filed.complaint.id, decision="take_down",
                code=CODES["take_down"])  # fmt: skip
        with desk.database.reading() as session:
            of_it = select(Claim.id).where(Claim.complaint_id == filed.complaint.id)
            ids = session.scalars(of_it).all()
        answer = make_answer(declarations=frozenset({"true", "perjury", "jurisdiction"}))
        desk.do(claims.counter, sid, ids, answer, vault=VAULT)
    with desk.database.reading() as session:
        back = session.scalar(select(func.max(Clock.ends_at)).where(Clock.kind == "restore"))
    assert back is not None
    return back


def running(database: Database) -> int:
    with database.reading() as session:
        count = select(func.count()).select_from(Clock).where(Clock.state == "running")
        return session.scalar(count) or 0


def job(database: Database, at: datetime) -> str:
    """Take the clocks' steps as the job does; return how long that took."""
    begun, busy, longest = time.perf_counter(), time.process_time(), 0.0
    for verb in handlers.BY_CLOCK:
        touched = 1
        while touched:
            start = time.perf_counter()
            with database.transaction() as session:
                touched = verb(
                    UnitOfWork(session, SYSTEM, at, Links("https://hands.example", b"k" * 32))
                )
            longest = max(longest, time.perf_counter() - start)
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    return f"{seconds:.2f} s, {busy:.2f} s of processor, longest transaction {longest:.2f} s"


if __name__ == "__main__":
    main()
