"""How long a change of a key takes, and the longest time for which it holds the writers.

    python -m tests.bench.rotation [VALUES] [--postgresql]

VALUES (default 100,000) identity attributes of accounts with two each (a mailbox and a telephone of
its country), one telephone in ten shared; the rows are made by intake's own function.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from complaints.base.clock import utcnow
from complaints.rules.kinds import SecretKind
from complaints.services.registry.filers import Marks, ensure_filers, ensure_identities
from complaints.services.upkeep import rotations
from complaints.settings.config import Config
from complaints.storage.context import Context
from tests.scenes.opened import open_new
from tests.scenes.postgresql import throwaway
from tests.scenes.working import working

AT_ONCE = 2_000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("values", type=int, nargs="?", default=100_000)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _url(folder, given.postgresql) as url:
        config = Config(url, b"s" * 32, b"i" * 32, b"e" * 32, documents=f"{folder}/documents")
        context = Context.of(config)
        open_new(context.database)
        print(f"{fill(context, given.values // 2):.1f} s to make them")  # noqa: T201
        for kind in (SecretKind.ENCRYPTION, SecretKind.IDENTITY):
            seconds, longest, moved = rotate(context, kind)
            print(  # noqa: T201
                f"{kind}: {moved:,} moved in {seconds:.1f} s, longest transaction {longest:.3f} s"
            )
        context.database.dispose()


def fill(context: Context, filers: int) -> float:
    """Make the accounts with their attributes; return the seconds."""
    begun, now = time.perf_counter(), utcnow()
    for first in range(0, filers, AT_ONCE):
        facts: list[Any] = [
            ({"reference": f"f{n}", "name": f"Filer {n}", "country": "CN",
              "email": f"f{n}@example.com", "phone": f"138{n // 10 * 10 if n % 10 else n:08}"}, now)
            for n in range(first, min(first + AT_ONCE, filers))
        ]  # fmt: skip
        with context.database.transaction() as session:
            ids = ensure_filers(session, "bench", facts, now)
            shown = [Marks(each, filer, now) for each, (filer, _) in zip(ids, facts, strict=True)]
            ensure_identities(session, context.vault, shown)
    return time.perf_counter() - begun


def rotate(context: Context, kind: SecretKind) -> tuple[float, float, int]:
    """Change one key; return the seconds, those of the longest transaction, and how many moved."""
    changed: dict[str, Any] = {
        f"{kind}_key": b"n" * 32,
        f"{kind}_key_old": getattr(context.config, f"{kind}_key"),
    }
    if kind is SecretKind.IDENTITY:
        changed["encryption_key"] = b"n" * 32
    service = Context.of(replace(context.config, **changed))
    vault, archive = service.vault, service.archive
    begun, longest = time.perf_counter(), 0.0
    with context.database.transaction() as session:
        work = working(session, now=utcnow())
        row = rotations.begin_rotation(work, kind, vault=vault, archive=archive)
    while row.place is not None:
        step = time.perf_counter()
        with context.database.transaction() as session:
            row = rotations.step(working(session, now=utcnow()), row.id, vault=vault)
        longest = max(longest, time.perf_counter() - step)
    with context.database.transaction() as session:
        rotations.finish(working(session, now=utcnow()), row.id)
    return time.perf_counter() - begun, longest, row.moved


@contextmanager
def _url(folder: str, postgresql: bool) -> Iterator[str]:
    if not postgresql:
        yield f"sqlite:///{Path(folder, 'bench.db')}"
        return
    with throwaway() as url:
        yield url


if __name__ == "__main__":
    main()
