"""DuckDB inside this process: the ordinary engine for Parquet, also for more than memory holds."""

from __future__ import annotations

from pathlib import Path

import duckdb
import ibis

from abuse.engines.base import Columns, Engine, arrays


class DuckDB(Engine):
    """One connection; what does not fit into memory spills into the work folder."""

    name = "duckdb"

    def __init__(self, work: Path | None = None) -> None:
        super().__init__(work)
        self._connection = duckdb.connect()
        self._connection.execute(f"SET temp_directory = '{_quoted(self.work / 'spill')}'")
        # No order is promised, and keeping one costs memory.
        self._connection.execute("SET preserve_insertion_order = false")
        self._connection.execute("SET enable_progress_bar = false")

    def run(self, expression: ibis.Table) -> Columns:
        return arrays(self._connection.sql(_sql(expression)).to_arrow_table())

    def close(self) -> None:
        self._connection.close()
        super().close()

    def _store(self, expression: ibis.Table, path: Path) -> None:
        self._connection.execute(
            f"COPY ({_sql(expression)}) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)"
        )

    def _view(self, name: str, path: Path, schema: ibis.Schema) -> None:
        # Spark writes a folder of parts.
        files = path / "*.parquet" if path.is_dir() else path
        self._connection.read_parquet(str(files)).create_view(name)


def _sql(expression: ibis.Table) -> str:
    """The expression's text, each column in the type that the expression says.

    DuckDB sums whole numbers in 128 bits, which Parquet would store as floating point.
    """
    types = {"int64": "BIGINT", "float64": "DOUBLE"}
    schema = expression.schema()
    columns = ", ".join(
        f'CAST("{name}" AS {types[str(kind.copy(nullable=True))]}) AS "{name}"'
        if str(kind.copy(nullable=True)) in types
        else f'"{name}"'
        for name, kind in schema.items()
    )
    return f"SELECT {columns} FROM ({ibis.to_sql(expression, dialect='duckdb')})"  # noqa: S608


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
