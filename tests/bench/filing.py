"""How fast complaints are filed through the API, beside the bare driver that puts in their rows.

    make bench-intake
    python -m tests.bench.filing [--postgresql] [--seconds 10] [--rounds 3] [--clients 4]

One server process (and, on PostgreSQL, one worker), clients in another process that file against
20 listings of a known right each; a rate counts until nothing waits in the queue. The floor is the
faster of one connection and of as many as there are clients, with the rows of commit b92f9e1e,
which stay as they are; beside it, with the rows of today. By turns, in one run, on a database on
disk that waits for it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import logging
import multiprocessing
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import func, select

from complaints.app import create_app
from complaints.base.clock import utcnow
from complaints.models import Job, OutwardEvent
from complaints.settings.config import Config
from complaints.storage.context import Context
from tests.api.bodies import ITEM, complaint
from tests.bench import floor
from tests.bench.rolling import surroundings
from tests.scenes.opened import open_new
from tests.scenes.outsiders import partner_key
from tests.scenes.postgresql import Cluster, cluster
from tests.scenes.rolling import Node
from tests.upgrades.rows import KEYS

# As somebody has it who is not to lose what was acknowledged.
SAFE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
TARGETS, STORES = 20, 5
# Filings of each client that are not counted.
WARM = 20
FILER = {
    "name": "Velora GmbH", "kind": "rights_holder", "email": "ip@velora.example",
    "phone": "+86 139 1234 5678",
}  # fmt: skip
PROBE = 0.02


@dataclass
class Side:
    """What one side did: filings a second, seconds of processor time for each, and the seconds
    that each filing took."""

    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)


def body(client: int, number: int, targets: int = TARGETS) -> dict[str, Any]:
    """Return a complaint of a client's own account, against listings that nobody complained of."""
    return complaint(
        filer={**FILER, "reference": f"c-{client}"},
        reference=f"R-{client}-{number}",
        targets=[
            {"url": f"{ITEM}9{client:03}{number:06}{place:02}", "store_id": f"s{place % STORES}",
             "store_name": f"Shop {place % STORES}"}
            for place in range(targets)
        ],
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--batch", type=int, help="complaints about one listing, in one request")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    fixed, today = Side(), Side()
    ours = Side()
    if given.batch:
        _tell_batch(given)
        return
    rows_of_today = rows_now()
    for _ in range(given.rounds):
        with _databases(given.postgresql) as make:
            for side, filings, revision in (
                (fixed, floor.served(), floor.SERVED[1]), (today, rows_of_today, "head"),
            ):  # fmt: skip
                side.rates.append(
                    max(
                        floor.rate(
                            make(), filings, revision, seconds=given.seconds / 3,
                            connections=connections,
                        )
                        for connections in {1, given.clients}
                    )
                )  # fmt: skip
            measure(make(), ours, seconds=given.seconds, clients=given.clients)
    _tell(given, fixed, today, ours, rows_of_today)


def rows_now(targets: int = TARGETS) -> floor.Filings:
    """Return the rows that this code makes of such a filing."""
    with tempfile.TemporaryDirectory() as place:
        context = Context.of(Config(f"sqlite:///{place}/a.db", documents=place, **KEYS))
        open_new(context.database)
        key = partner_key(context, "portal")
        client = create_app(context).test_client()
        numbers = iter(range(1_000))

        def file() -> None:
            number = next(numbers)
            headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": f"k-{number}"}
            answer = client.post(
                "/api/v1/complaints", json=body(0, number, targets), headers=headers
            )
            assert answer.status_code == 201, answer.text

        filings = floor.captured(context.database, file)
        context.database.dispose()
        return filings


def measure(url: str, side: Side, *, seconds: float, clients: int) -> None:
    """File for so long, and wait until nothing is left to do."""
    with tempfile.TemporaryDirectory() as place, _served(url, Path(place)) as (context, node, key):
        spawn = multiprocessing.get_context("spawn")
        results: Any = spawn.Queue()
        go = spawn.Event()
        process = spawn.Process(
            target=_clients, args=(node.port, key, clients, seconds, go, results)
        )
        process.start()
        results.get()
        before, began = _processor(node), time.monotonic()
        go.set()
        took: list[float] = results.get()
        process.join()
        while _waits(context):
            time.sleep(PROBE)
        side.rates.append(len(took) / (time.monotonic() - began))
        side.costs.append((_processor(node) - before) / len(took))
        side.took += took


@contextmanager
def _served(url: str, folder: Path) -> Iterator[tuple[Context, Node, str]]:
    context = Context.of(Config(url, documents=str(folder / "documents"), **KEYS))
    open_new(context.database)
    key = partner_key(context, "portal")
    environment = surroundings(context, folder)
    nodes = [Node(environment)]
    if not context.database.is_sqlite:
        nodes.append(Node(environment, port=0))
    try:
        for node in nodes:
            node.start()
        yield context, nodes[0], key
    finally:
        for node in nodes:
            node.stop()
        context.database.dispose()


def _clients(port: int, key: str, clients: int, seconds: float, go: Any, results: Any) -> None:
    """File from threads; what is filed first, for each of them, is not counted."""
    took: list[float] = []
    ready = threading.Barrier(clients + 1)

    def work(client: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for number in range(WARM):
            file(line, key, client, number)
        ready.wait()
        go.wait()
        ends = time.monotonic() + seconds
        number = WARM
        while (began := time.monotonic()) < ends:
            file(line, key, client, number)
            took.append(time.monotonic() - began)
            number += 1

    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    ready.wait()
    results.put("ready")
    for thread in threads:
        thread.join()
    results.put(took)


def file(line: http.client.HTTPConnection, key: str, client: int, number: int) -> None:
    """File one complaint."""
    _send(line, key, "/api/v1/complaints", body(client, number), f"k-{client}-{number}")


def _send(line: http.client.HTTPConnection, key: str, path: str, sent: Any, repeat: str) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    if not path.endswith("batch"):
        headers["Idempotency-Key"] = repeat
    line.request("POST", path, json.dumps(sent), headers)
    answer = line.getresponse()
    text = answer.read()
    assert answer.status in (200, 201), text
    assert json.loads(text).get("refused", 0) == 0, text


def _waits(context: Context) -> bool:
    """Say whether a worker has something to do."""
    due = select(func.count()).where(Job.done_at.is_(None), Job.run_at <= utcnow())
    unnumbered = select(func.count()).where(OutwardEvent.position.is_(None))
    with context.database.reading() as session:
        return bool(session.scalar(due) or session.scalar(unnumbered))


def _processor(node: Node) -> float:
    """Return the seconds of processor time that a server took so far."""
    assert node.process is not None
    fields = Path(f"/proc/{node.process.pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    ticks: int = os.sysconf("SC_CLK_TCK")
    return (int(fields[11]) + int(fields[12])) / ticks


@contextmanager
def _databases(postgresql: bool) -> Iterator[Any]:
    """Give what makes a URL of an empty database, each time another one."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if not postgresql:
            names = iter(range(1_000))
            yield lambda: f"sqlite:///{folder}/{next(names)}.db"
            return
        folder.chmod(0o755)
        with cluster(folder, *SAFE) as server:
            yield lambda: _empty(server)


def _empty(server: Cluster) -> str:
    name = f"d{time.monotonic_ns()}"
    with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    return server.url.replace("/postgres", f"/{name}")


def _tell_batch(given: argparse.Namespace) -> None:
    """File one batch, beside its rows put in by the bare driver in one transaction."""
    rows = rows_now(targets=1)
    floors, rates = [], []
    for _ in range(given.rounds):
        with _databases(given.postgresql) as make:
            bare = floor.rate(
                make(), rows, "head", seconds=given.seconds / 3, connections=1,
                most=20 * floor.MOST, together=given.batch,
            )  # fmt: skip
            floors.append(bare)
            with tempfile.TemporaryDirectory() as place:
                served = _served(make(), Path(place))
                with served as (context, node, key):
                    line = http.client.HTTPConnection("127.0.0.1", node.port, timeout=600)
                    for number in range(WARM):
                        file(line, key, 0, number)
                    sent = [body(1, number, targets=1) for number in range(given.batch)]
                    began = time.monotonic()
                    _send(line, key, "/api/v1/complaints/batch", {"complaints": sent}, "b")
                    while _waits(context):
                        time.sleep(PROBE)
                    rates.append(given.batch / (time.monotonic() - began))
    bare, filed = statistics.median(floors), statistics.median(rates)
    sys.stdout.write(
        f"a batch of {given.batch}: {filed:.0f}/s; the bare driver, {rows.count} rows each, in one "
        f"transaction: {bare:.0f}/s; ratio {filed / bare:.3f} (load {os.getloadavg()[0]:.1f})\n"
    )


def _tell(
    given: argparse.Namespace, fixed: Side, today: Side, ours: Side, rows: floor.Filings
) -> None:
    fastest, ourselves = statistics.median(fixed.rates), statistics.median(ours.rates)
    now = statistics.median(today.rates)
    took = statistics.quantiles(ours.took, n=100)
    sys.stdout.write(
        f"{'PostgreSQL' if given.postgresql else 'SQLite'}, {given.clients} clients, "
        f"{given.rounds} rounds, load {os.getloadavg()[0]:.1f}\n"
        f"the bare driver, 89 rows of b92f9e1e: {fastest:.0f}/s; {rows.count} rows of today: "
        f"{now:.0f}/s\n"
        f"filed: {ourselves:.1f}/s, {1000 * statistics.median(ours.costs):.1f} ms of processor "
        f"time; median {1000 * took[49]:.0f} ms, p99 {1000 * took[98]:.0f} ms\n"
        f"ratio: {ourselves / fastest:.3f} ({ourselves / now:.3f} of today's rows)\n"
    )


if __name__ == "__main__":
    main()
