"""What every engine does: tables are Parquet files, a result is a Parquet file or arrays.

State between expressions lies in files and not in memory, so a stage may be larger than memory on
DuckDB, and its parts may lie with Spark's executors. No SQL is written here.
"""

from __future__ import annotations

import shutil
import tempfile
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Any

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

Columns = dict[str, npt.NDArray[Any]]


class Engine(ABC):
    """Runs Ibis expressions over tables that it was given with `put` or made with `keep`.

    Parameters
    ----------
    work : Path, optional
        Folder for the state; what the engine wrote into it is removed on `close`.
    """

    name: str

    def __init__(self, work: Path | None = None) -> None:
        if work:
            work.mkdir(parents=True, exist_ok=True)
        self._folder = tempfile.TemporaryDirectory(prefix="cleanhands-", dir=work)
        self.work = Path(self._folder.name)
        self._paths = 0
        self._files: dict[str, Path] = {}

    def put(self, **columns: npt.NDArray[Any]) -> ibis.Table:
        """Arrays of one length as a table of the engine's; `keep`'s counterpart for what is here.

        Times do not pass: give days as whole numbers.
        """
        table = pa.table({name: pa.array(values) for name, values in columns.items()})
        path = self._path()
        pq.write_table(table, path, compression="zstd")
        return self._table(path, ibis.Schema.from_pyarrow(table.schema))

    def keep(self, expression: ibis.Table) -> ibis.Table:
        """Run an expression now and give its result, stored as Parquet, as a table."""
        path = self._path()
        self._store(expression, path)
        return self._table(path, expression.schema())

    def copy(self, table: ibis.Table, path: Path) -> None:
        """Copy a table that was put or kept to a path that outlives the engine."""
        held = self._files[table.get_name()]
        (shutil.copytree if held.is_dir() else shutil.copyfile)(held, path)

    def load(self, path: Path) -> ibis.Table:
        """A table that an engine copied."""
        parts = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
        return self._table(path, ibis.Schema.from_pyarrow(pq.read_schema(parts[0])))

    @abstractmethod
    def run(self, expression: ibis.Table) -> Columns:
        """Run an expression; its columns as arrays, in no particular order of rows."""

    def close(self) -> None:
        """Stop what runs and remove the state."""
        self._folder.cleanup()

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @abstractmethod
    def _store(self, expression: ibis.Table, path: Path) -> None:
        """Write an expression's result to a path."""

    @abstractmethod
    def _view(self, name: str, path: Path, schema: ibis.Schema) -> None:
        """Let SQL know a Parquet path by a name."""

    def _path(self) -> Path:
        self._paths += 1
        return self.work / f"t{self._paths}.parquet"

    def _table(self, path: Path, schema: ibis.Schema) -> ibis.Table:
        name = f"v{len(self._files)}"
        self._files[name] = path
        self._view(name, path, schema)
        return ibis.table(schema, name=name)


def arrays(table: pa.Table) -> Columns:
    """The columns of a table without nulls as arrays."""
    return {name: np.asarray(table.column(name).to_numpy()) for name in table.column_names}
