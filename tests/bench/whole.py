"""What a scan of the record holds as a whole process: the worker's, and the command.

    python -m tests.bench.whole --claims 20000 80000 310000

Each market is stored in an SQLite file of its own. `cleanhands worker`, with a scan due, and then
`cleanhands scan` run on it as an operator runs them, recording flags, standings and figures; their
memory is asked of the system. One line of JSON a process: the peak, what a worker holds before and
afterwards, and the peak of the process that it scans in. An empty record is not scanned.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from complaints.base.clock import utcnow
from complaints.jobs import schedule
from complaints.models import Job
from complaints.storage.context import Context
from complaints.storage.db import Database
from tests.bench.market import make_big_market
from tests.bench.stored import store

Figures = dict[str, Any]
PROGRAM = Path(sys.executable).with_name("cleanhands")
EVERY = 0.05


def memory(pid: int) -> tuple[float, float]:
    """Return the most that a process held and what it holds, in MiB.

    Not `ru_maxrss`: a process inherits that from the one that started it.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0, 0.0
    kib = [re.search(rf"{name}:\s+(\d+) kB", status) for name in ("VmHWM", "VmRSS")]
    peak, now = (int(each[1]) / 1024 if each else 0.0 for each in kib)
    return peak, now


def migrated(url: str) -> None:
    """Make a database that is at the newest revision."""
    if _begin(url, "migrate").wait():
        raise SystemExit("cleanhands migrate failed")


def fill(url: str, claims: int) -> None:
    """Store a market of this size in a new database."""
    migrated(url)
    database = Database(url)
    if claims:
        store(database, make_big_market(claims))
    database.dispose()


def command(url: str) -> Figures:
    """`cleanhands scan --format json`, to its end."""
    begun = time.monotonic()
    process = _begin(url, "scan", "--format", "json")
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, memory(process.pid)[0])
        time.sleep(EVERY)
    if process.returncode:
        raise SystemExit(f"cleanhands scan ended with {process.returncode}")
    return {"how": "command", "peak": peak, "seconds": time.monotonic() - begun}


def worker(url: str) -> Figures:
    """`cleanhands worker` with a scan that is due, until that is over: the worker's own memory
    before, at most and afterwards, and that of the scan's process at most."""
    database = Database(url)
    with database.transaction() as session:
        schedule.arm(session, Context.from_environment().config, now=utcnow())
        late = utcnow() - timedelta(minutes=1)
        session.execute(update(Job).where(Job.kind == "scan").values(run_at=late))
    begun = time.monotonic()
    process = _begin(url, "worker")
    before = scan = 0.0
    while _is_due(database, late):
        if process.poll() is not None:
            raise SystemExit(f"cleanhands worker ended with {process.returncode}")
        if scan == 0:
            before = memory(process.pid)[1]
        for child in _children(process.pid):
            scan = max(scan, memory(child)[0])
        time.sleep(EVERY)
    seconds = time.monotonic() - begun
    time.sleep(5)
    peak, kept = memory(process.pid)
    process.terminate()
    process.wait()
    database.dispose()
    return {
        "how": "worker", "before": before, "peak": peak, "kept": kept, "scan": scan,
        "seconds": seconds,
    }  # fmt: skip


def _is_due(database: Database, since: datetime) -> bool:
    with database.reading() as session:
        return session.scalar(select(Job.run_at).where(Job.kind == "scan")) == since


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _begin(url: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [PROGRAM, *arguments],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[0, 20_000, 80_000, 310_000])
    parser.add_argument("--how", nargs="+", default=["worker", "command"])
    chosen = parser.parse_args()
    tasks = {"command": command, "worker": worker}
    for claims in chosen.claims:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/market.db"
            os.environ["DATABASE_URL"] = url
            fill(url, claims)
            for how in chosen.how:
                figures = tasks[how](url)
                figures |= {"claims": claims, "load": os.getloadavg()[0]}
                if claims:
                    figures["kb_a_claim"] = figures["peak"] * 1024 / claims
                sys.stdout.write(json.dumps(figures) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
