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
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from abuse.engines import EngineError
from abuse.engines.base import Engine
from abuse.meetings import BANDS, CROWD, Aims, Meetings
from abuse.stages.on_engine import OnEngine
from abuse.sweep import changes

if TYPE_CHECKING:
    import ibis

# State of another edition is not read: raise it with any change of `abuse.sweep.meetings`.
_EDITION = 1
_TABLES = ("visits", "met", "beyond")
_NAMES = ("filers", "stores")


class Incremental(OnEngine):
    """`OnEngine` that keeps its meetings in a folder. One scan at a time uses a folder.

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
        """As in `Stages`, from what was kept where it still holds."""
        with _locked(self.folder):
            names = dict(zip(_NAMES, aims.names(), strict=True))
            visits = self.visits(aims, window)
            before = self._before(names, window)
            self.anew = None
            if before is None:
                met, beyond = self.compared(visits, window)
            else:
                stores = self.engine.keep(changes.changed(visits, before["visits"]))
                some = self.engine.keep(changes.of_some(visits, stores))
                parts = zip(("met", "beyond"), self.compared(some, window), strict=True)
                met, beyond = (
                    self.engine.keep(changes.brought_up(before[name], stores, anew))
                    for name, anew in parts
                )
                self.anew = int(self.engine.run(stores.aggregate(n=stores.count()))["n"][0])
            self._keep(names, window, {"visits": visits, "met": met, "beyond": beyond})
        return self.met(aims, met, beyond)

    def beside(self) -> OnEngine:
        """As in `Stages`."""
        return OnEngine(self.engine, self.small)

    def _before(self, names: dict[str, pa.Array], window: int) -> dict[str, ibis.Table] | None:
        """What was kept, in positions of now; None where nothing that fits is there."""
        try:
            index = json.loads((self.folder / "index.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        if index["rules"] != _rules(window):
            return None
        kept = self.folder / index["kept"]
        filers, stores = (
            self._places(pq.read_table(kept / f"{name}.parquet")["name"], names[name])
            for name in _NAMES
        )
        columns = {
            "visits": {"store": stores, "filer": filers},
            "met": {"store": stores, "a": filers, "b": filers},
            "beyond": {"store": stores},
        }
        return {
            name: self.engine.keep(
                changes.moved(self.engine.load(kept / f"{name}.parquet"), places)
            )
            for name, places in columns.items()
        }

    def _places(self, was: pa.ChunkedArray, now: pa.Array) -> ibis.Table:
        spots = pc.fill_null(pc.index_in(was, value_set=now), -1).to_numpy().astype(np.int64)
        return self.engine.put(was=np.arange(len(spots)), now=spots)

    def _keep(self, names: dict[str, pa.Array], window: int, tables: dict[str, ibis.Table]) -> None:
        """Write the state beside the old one, point to it, and only then remove the old one."""
        fresh = Path(tempfile.mkdtemp(prefix="kept-", dir=self.folder))
        for name in _NAMES:
            pq.write_table(pa.table({"name": names[name]}), fresh / f"{name}.parquet")
        for name in _TABLES:
            self.engine.save(tables[name], fresh / f"{name}.parquet")
        index = {"kept": fresh.name, "rules": _rules(window)}
        part = self.folder / "index.json.part"
        part.write_text(json.dumps(index), encoding="utf-8")
        part.replace(self.folder / "index.json")
        for old in self.folder.glob("kept-*"):
            if old != fresh:
                shutil.rmtree(old)


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
