"""A scan of a big market with all that a usual one has, as a whole process: its memory and time.

    python -m tests.bench.usual --claims 100000
    python -m tests.bench.usual --claims 3000000 --from postgresql --folder FOLDER

A lean market (`tests.bench.market`) has claims and little else; a usual one has abuse, statements,
identities, papers and a history of each claim. It is made of copies of a world of the first maker,
of 100,000 claims, beside each other. `cleanhands scan` reads it from Parquet, from an SQLite file
or from a PostgreSQL cluster that is gone afterwards, and records nothing. A line of JSON a scan:
the memory is asked of the system, the seconds of a processor are the process's own.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from abuse.record.collecting import read_lines
from abuse.record.columns import SCHEMAS, coerce
from abuse.record.parquet import read_tables, write_tables
from complaints.storage.db import Database
from lab.makers import FIRST, make
from tests.bench.market import BigMarket
from tests.bench.stored import Parts, store
from tests.bench.whole import PROGRAM, memory, migrated
from tests.scenes.postgresql import cluster

Raw = dict[str, pa.Table]
# Complaints of a world: of some 96,000 claims, more than most marketplaces see in a quarter.
WORLD = 60_000
CLAIMS_A_COMPLAINT = 1.6
SECRETS = ("SIGNING", "IDENTITY", "ENCRYPTION")
KEYS = ("filer", "complaint", "claim")
STORED = tuple(name for name in SCHEMAS if name != "denials")
# What would tie a copy of a world to another: each gets its own.
NAMES = {
    "filers": ("reference", "name"),
    "complaints": ("reference", "right", "right_number", "holder", "holder_name"),
    "claims": ("listing", "store", "operator"),
    "identities": ("value",),
    "operates": ("store",),
}  # fmt: skip
WORDS = {"complaints": ("text", "right_title")}


def usual(claims: int, seed: int = 11) -> Raw:
    """Copies of a world beside each other until they have so many claims.

    Keys go on counting from 1; names, identities, papers and each word of a text are a copy's own,
    so that nothing but trades, marketplaces and days is shared between two copies.
    """
    size = min(WORLD, round(claims / CLAIMS_A_COMPLAINT))
    lines = make(FIRST, seed, size=size).lines
    world = {name: coerce(name, rows) for name, rows in read_lines(lines, vouched=True).items()}
    copies = max(round(claims / world["claims"].num_rows), 1)
    return {
        name: pa.concat_tables(
            [_own(name, table, number, world) for number in range(copies)]
        ).combine_chunks()
        for name, table in world.items()
    }


def _own(name: str, table: pa.Table, number: int, world: Raw) -> pa.Table:
    values = {column: table[column] for column in table.column_names}
    for key, counted in zip(KEYS, ("filers", "complaints", "claims"), strict=True):
        if key in values:
            values[key] = pc.add(values[key], 1 + number * world[counted].num_rows)
    for column in NAMES.get(name, ()):
        values[column] = pc.binary_join_element_wise(values[column], f"w{number}", "-")
    for column in WORDS.get(name, ()):
        values[column] = pc.replace_substring_regex(values[column], r"(\w+)", rf"\1w{number}")
    if name == "documents":
        rest = pc.utf8_slice_codeunits(values["sha256"], 4)
        values["sha256"] = pc.binary_join_element_wise(f"{number:04x}", rest, "")
    return pa.table(values, schema=pa.schema(SCHEMAS[name].items()))


def scanned(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    """`cleanhands scan` to its end: what it held at most, and what it took."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [PROGRAM, "scan", "--no-record", "--format", "json", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    peak = took = 0.0
    while process.poll() is None:
        peak, took = max(peak, memory(process.pid)[0]), max(took, _processor(process.pid))
        time.sleep(0.1)
    return {
        "ended": process.returncode, "peak_mib": round(peak), "processor_s": round(took, 1),
        "elapsed_s": round(time.monotonic() - begun, 1),
    }  # fmt: skip


def _processor(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fill(url: str, columns: Path) -> None:
    """Store the market of these columns in a new database."""
    migrated(url)
    rows = {name: table for name, table in read_tables([str(columns)]).items() if name in STORED}
    database = Database(url)
    store(database, BigMarket(rows, [], datetime(2030, 1, 1, tzinfo=UTC)), _with_origins(rows))
    database.dispose()


def _with_origins(rows: Raw) -> Callable[[Parts], Parts]:
    """What a usual market says and a lean one leaves out."""

    def changed(tables: Parts) -> Parts:
        seen = rows["identities"]
        for name in ("origin", "known_since"):
            spoken = tables["filer_identity"].append_column(name, seen[name])
            tables["filer_identity"] = spoken
        return tables

    return changed


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'market.db'}"
    else:
        work = folder / "cluster"
        work.mkdir()
        # The cluster's own user has to pass.
        folder.chmod(0o711)
        os.environ |= {f"CLEANHANDS_{name}_KEY": os.urandom(32).hex() for name in SECRETS}
        with cluster(work) as server:
            yield server.url


def main() -> None:
    """Make the market, scan it, and print a line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.usual")
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--from", dest="source", choices=("parquet", "sqlite", "postgresql"))
    parser.add_argument("--folder", type=Path, help="where there is room; not in memory")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        columns = folder / "columns"
        # Each in a process of its own: what it held is not held while another scans.
        _alone(lambda: write_tables(usual(given.claims), columns))
        claims = pq.read_metadata(columns / "claims.parquet").num_rows
        if given.source in (None, "parquet"):
            figures = scanned({}, "--input", str(columns))
        else:
            with _database(given.source, folder) as url:
                _alone(lambda: fill(url, columns))
                figures = scanned({"DATABASE_URL": url})
        figures |= {
            "claims": claims, "from": given.source or "parquet", "load": os.getloadavg()[0],
            "kb_a_claim": round(figures["peak_mib"] * 1024 / claims, 2),
        }  # fmt: skip
        sys.stdout.write(json.dumps(figures) + "\n")


def _alone(work: Callable[[], object]) -> None:
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    child.join()
    if child.exitcode:
        raise SystemExit(f"it ended with {child.exitcode}")


if __name__ == "__main__":
    main()
