"""How long a backup and a restore take, how large they are, and the memory of each process.

    python -m tests.bench.backing_up [CLAIMS ...] [--postgresql]

A market of CLAIMS (default 50000 and 100000), and each thing done in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from complaints.backup import restoring, taking
from complaints.backup.reading import Source
from complaints.base.clock import utcnow
from complaints.health import opening
from complaints.settings.config import Config
from complaints.storage.context import Context
from tests.bench.market import make_big_market
from tests.bench.stored import store
from tests.scenes.opened import open_new
from tests.scenes.postgresql import throwaway


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("claims", type=int, nargs="*", default=[50_000, 100_000])
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--step", nargs=3, metavar=("WHAT", "URL", "PLACE"))
    given = parser.parse_args()
    if given.step:
        _step(*given.step)
        return
    for claims in given.claims:
        measure(claims, postgresql=given.postgresql)


def measure(claims: int, *, postgresql: bool) -> None:
    """Fill a database, back it up, look at the backup, and put it back; print a line for each."""
    with tempfile.TemporaryDirectory() as folder, _urls(folder, postgresql) as (url, other):
        _in_a_process("fill", url, str(claims))
        place = f"{folder}/backup.tar"
        for what, at in (("backup", url), ("check", url), ("restore", other)):
            begun = time.perf_counter()
            memory = _in_a_process(what, at, place)
            seconds = time.perf_counter() - begun
            load = os.getloadavg()[0]
            print(  # noqa: T201
                f"{claims:,} claims, {what}: {seconds:.1f} s, {memory} MB at most, load {load:.1f}",
                flush=True,
            )
        print(f"{Path(place).stat().st_size / 1e6:.1f} MB", flush=True)  # noqa: T201


def _in_a_process(what: str, url: str, place: str) -> str:
    command = [sys.executable, "-m", "tests.bench.backing_up", "--step", what, url, place]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _step(what: str, url: str, place: str) -> None:
    config = Config(url, b"s" * 32, b"i" * 32, b"e" * 32, documents=f"{place}.{what}.documents")
    context = Context.of(config)
    if what == "fill":
        open_new(context.database)
        store(context.database, make_big_market(int(place)))
    elif what == "backup":
        taking.take_backup(opening.of_database(context), Path(place), now=utcnow())
    elif what == "check":
        restoring.check_backup(Source(Path(place)), context=context)
    else:
        restoring.restore(context, Source(Path(place)), now=utcnow())
    context.database.dispose()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)  # noqa: T201


@contextmanager
def _urls(folder: str, postgresql: bool) -> Iterator[tuple[str, str]]:
    if not postgresql:
        yield f"sqlite:///{folder}/one.db", f"sqlite:///{folder}/other.db"
        return
    with throwaway() as url:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
            admin.execute("CREATE DATABASE other")
        yield url, f"{url.rpartition('/')[0]}/other"


if __name__ == "__main__":
    main()
