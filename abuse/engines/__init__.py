"""Engines: who runs an Ibis expression over Parquet. DuckDB in this process, or Spark.

An engine knows tables, files and SQL. It knows no stage of the sweep and no detector; the stages
(`abuse.sweep`) name no engine. Ibis and the engines come with extras of the same names as the
engines, so a scan in arrays never imports the modules in this folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from abuse.engines.errors import EngineError

if TYPE_CHECKING:
    from abuse.engines.base import Engine

__all__ = ["CHOICES", "ENGINES", "EngineError", "open_engine"]

ENGINES = ("duckdb", "spark")
# What a command line may name: the arrays of this process need no engine.
CHOICES = ("arrays", *ENGINES)


def open_engine(name: str, *, work: Path | None = None, master: str = "local[*]") -> Engine:
    """Start an engine. Whoever opens it closes it (it is a context manager).

    Parameters
    ----------
    name : str
        One of `ENGINES`.
    work : Path, optional
        Folder for the Parquet state; with Spark on several machines, one that all of them reach.
        By default a temporary one, gone when the engine is closed.
    master : str
        Where Spark runs; DuckDB needs none.

    Raises
    ------
    EngineError
        When what the engine needs is not installed.
    """
    try:
        if name == "duckdb":
            from abuse.engines.duckdb import DuckDB

            return DuckDB(work)
        from abuse.engines.spark import Spark

        return Spark(work, master)
    except ModuleNotFoundError as error:
        java = " and Java 17 or later" if name == "spark" else ""
        raise EngineError(
            f"The engine {name} needs the extra {name}{java}: pip install 'clean-hands[{name}]'."
        ) from error
