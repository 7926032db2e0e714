"""Engines: who runs an Ibis expression over Parquet. DuckDB in this process, or Spark.

An engine knows tables, files and SQL. It knows no stage of the sweep and no detector; the stages
(`abuse.sweep`) name no engine.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from abuse.engines.base import Engine

__all__ = ["CHOICES", "ENGINES", "EngineError", "open_engine"]

ENGINES = ("duckdb", "spark")
# What a command line may name: the arrays of this process need no engine.
CHOICES = ("arrays", *ENGINES)


class EngineError(Exception):
    """An engine that cannot start; the message is one sentence for a person."""


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
    if name == "duckdb":
        from abuse.engines.duckdb import DuckDB

        return DuckDB(work)
    from abuse.engines.spark import Spark

    try:
        return Spark(work, master)
    except ImportError as error:
        raise EngineError(
            "Spark is not installed: pip install 'clean-hands[spark]' (and Java 17 or later)."
        ) from error
