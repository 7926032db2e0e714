"""A scan that compares only what changed since the last one: meetings kept from scan to scan.

The joins for lockstep are the one heavy stage that grows faster than its claims. Kept are the
visits, who met at each store, and how often two met beyond the window; anew are only the stores
whose visits changed. All else is computed whole, so a late outcome counts like any other.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from abuse.arrays import Ints
from abuse.engines.base import Engine
from abuse.engines.errors import EngineError
from abuse.graphs.meetings import BANDS, CROWD, Aims, Meetings
from abuse.stages.on_engine import OnEngine
from abuse.stages.renumbered import Renumbered
from abuse.sweep import changes
from abuse.sweep.meetings import common

# State of another edition is not read: raise it with any change of `abuse.sweep.meetings`.
_EDITION = 1
_NAMES = ("filers", "stores")
_COLUMNS = {
    "filers": {"name"}, "stores": {"name"}, "visits": {"store", "day", "filer"},
    "met": {"store", "a", "b"}, "beyond": {"store", "near", "far"}, "counted": {"a", "b", "stores"},
}  # fmt: skip


class Incremental(OnEngine):
    """`OnEngine` that keeps its meetings in a folder. One scan at a time uses a folder.

    What is kept numbers filers and stores in the order in which they were first seen, so that
    nothing of it has to be renumbered when others come.

    Attributes
    ----------
    anew : int or None
        Stores that the last call compared anew; None where nothing was there to begin with.
    """

    def __init__(self, engine: Engine, folder: Path, small: int | None = None) -> None:
        super().__init__(engine, small)
        self.folder = folder
        self.anew: int | None = None

    def meetings(self, aims: Aims, window: int) -> Meetings:
        """See `Stages`; reuses what was kept where it still holds."""
        with _locked(self.folder):
            kept = self._kept(window)
            names, places = [], []
            for side, now in zip(_NAMES, aims.names(), strict=True):
                seen, place = _placed(kept / f"{side}.parquet" if kept else None, now)
                names.append(seen)
                places.append(place)
            filers, stores = places
            known = replace(
                aims,
                filer=filers[aims.filer],
                store=stores[aims.store],
                filers=len(names[0]),
                stores=len(names[1]),
            )
            tables = self._brought_up(self.visits(known, window), window, kept)
            self._keep(names, window, tables)
        fresh = self.met(known, tables["met"], tables["beyond"], tables["counted"])
        return Renumbered.of(fresh, filers, stores)

    def beside(self) -> OnEngine:
        """See `Stages`."""
        return OnEngine(self.engine, self.small)

    def _brought_up(
        self, visits: ibis.Table, window: int, kept: Path | None
    ) -> dict[str, ibis.Table]:
        keep, self.anew = self.engine.keep, None
        if kept is None:
            met, beyond = self.compared(visits, window)
            counted = keep(common(met))
        else:
            names = ("visits", "met", "beyond", "counted")
            was = {name: self.engine.load(kept / f"{name}.parquet") for name in names}
            stores = keep(changes.changed(visits, was["visits"]))
            some = keep(changes.of_some(visits, stores))
            anew, beyond_anew = self.compared(some, window)
            met = keep(changes.brought_up(was["met"], stores, anew))
            beyond = keep(changes.brought_up(was["beyond"], stores, beyond_anew))
            pairs = keep(changes.touched(was["met"], stores, anew))
            counted = keep(changes.recounted(was["counted"], pairs, met))
            self.anew = int(self.engine.run(stores.aggregate(n=stores.count()))["n"][0])
        return {"visits": visits, "met": met, "beyond": beyond, "counted": counted}

    def _kept(self, window: int) -> Path | None:
        """Where the state is; None where none is there, or a damaged one, or one by other rules."""
        try:
            index = json.loads((self.folder / "index.json").read_text(encoding="utf-8"))
            kept = self.folder / index["kept"]
            same = index["rules"] == _rules(window)
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
        return kept if same and _is_whole(kept) else None

    def _keep(self, names: list[pa.Array], window: int, tables: dict[str, ibis.Table]) -> None:
        """Write the state beside the old one, point to it, and only then remove the old one."""
        fresh = Path(tempfile.mkdtemp(prefix="kept-", dir=self.folder))
        for side, seen in zip(_NAMES, names, strict=True):
            pq.write_table(pa.table({"name": seen}), fresh / f"{side}.parquet")
        for name, table in tables.items():
            self.engine.copy(table, fresh / f"{name}.parquet")
        part = self.folder / "index.json.part"
        part.write_text(json.dumps({"kept": fresh.name, "rules": _rules(window)}), "utf-8")
        part.replace(self.folder / "index.json")
        for old in self.folder.glob("kept-*"):
            if old != fresh and old.is_dir():
                shutil.rmtree(old)


def _is_whole(kept: Path) -> bool:
    """Whether each kept table is there and begins as Parquet of its columns should."""
    try:
        for name, columns in _COLUMNS.items():
            path = kept / f"{name}.parquet"
            parts = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
            if not parts or any(set(pq.read_schema(part).names) != columns for part in parts):
                return False
    except (OSError, pa.ArrowException):
        return False
    return True


def _placed(path: Path | None, now: pa.Array) -> tuple[pa.Array, Ints]:
    """All names ever seen, and where each of now's stands among them; new ones come last."""
    seen = pq.read_table(path)["name"].combine_chunks() if path else now.slice(0, 0)
    place: Ints = pc.fill_null(pc.index_in(now, value_set=seen), -1).to_numpy().astype(np.int64)
    new = place < 0
    place[new] = len(seen) + np.arange(int(new.sum()))
    return pa.concat_arrays([seen, now.filter(pa.array(new))]), place


def _rules(window: int) -> dict[str, int]:
    return {"edition": _EDITION, "window": window, "bands": BANDS, "crowd": CROWD}


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a folder for one scan. It names filers, so it is the owner's alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise EngineError(f"Another scan is using {folder}.") from error
    else:
        yield
    finally:
        os.close(descriptor)
