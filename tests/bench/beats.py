"""Whether a scan lets its heartbeat through: `python -m tests.bench.beats --claims 1240000`.

A scan's arrays keep Python's lock for long. Beside a scan of a large market in SQLite the lease is
renewed every half second, by the worker's own code. What counts is the longest time between two
beats: with one every 15 s and a lease of a minute, 45 s may pass.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path

from complaints import migration
from complaints.base.clock import utcnow
from complaints.health import opening
from complaints.jobs import queue, worker
from complaints.jobs.holding import Holding
from complaints.settings.config import Config
from complaints.storage.context import Context
from tests.bench.market import make_big_market
from tests.bench.stored import store

EVERY = 0.5


def measure(folder: Path, claims: int) -> dict[str, float]:
    """Scan a market of so many claims as the worker does; return seconds and counts."""
    keys = (b"s" * 32, b"i" * 32, b"e" * 32)
    context = Context.of(Config(f"sqlite:///{folder}/beats.db", *keys, documents=str(folder)))
    migration.upgrade(context.database)
    store(context.database, make_big_market(claims))
    opening.ready(context)
    with context.database.transaction() as session:
        queue.add_job(session, "scan", run_at=utcnow(), unique_key="scan")
    held, ended, beats = Holding(), threading.Event(), []

    def beat() -> None:
        while not ended.is_set():
            held.beat(context, utcnow())
            beats.append(time.monotonic())
            ended.wait(EVERY)

    heart = threading.Thread(target=beat)
    heart.start()
    began = time.monotonic()
    done = worker.do_next(context, utcnow(), holding=held, share=worker.Share(only=("scan",)))
    took = time.monotonic() - began
    ended.set()
    heart.join()
    context.database.dispose()
    assert done == "scan"
    gaps = [later - earlier for earlier, later in pairwise(beats)]
    return {"scan": took, "beats": len(beats), "longest": max(gaps, default=0.0)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_240_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), given.claims)
    print(  # noqa: T201
        f"{given.claims:,} claims: scan {found['scan']:.1f} s, {found['beats']} beats, "
        f"the longest {found['longest']:.1f} s apart, load {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    main()
