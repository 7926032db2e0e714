"""Spark: the engine for more than one machine holds. Needs the extra `spark` and Java 17.

The work folder must be one that driver and executors all reach. How much memory and how many
executors there are is Spark's own configuration (`spark-defaults.conf`), not ours.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import pyarrow.parquet as pq

from abuse.engines.base import Columns, Engine, arrays
from abuse.engines.errors import EngineError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


# The stages pass whole numbers, and nothing else.
_TYPES = {"int64": "BIGINT", "!int64": "BIGINT"}


class Spark(Engine):
    """A Spark session of its own; stopped on `close`. `conf` is Spark's, beside its own files."""

    name = "spark"

    def __init__(
        self,
        work: Path | None = None,
        master: str = "local[*]",
        conf: Mapping[str, str] | None = None,
    ) -> None:
        self._session = _session(master, conf or {})
        super().__init__(work)

    def run(self, expression: ibis.Table) -> Columns:
        # By way of Parquet: what the executors made is read as columns, never as rows.
        path = self._path()
        self._store(expression, path)
        return arrays(pq.read_table(path))

    def close(self) -> None:
        self._session.stop()
        super().close()

    def _store(self, expression: ibis.Table, path: Path) -> None:
        text = str(ibis.to_sql(expression, dialect="pyspark"))
        self._session.sql(text).write.parquet(_address(path))

    def _view(self, name: str, path: Path, schema: ibis.Schema) -> None:
        # Told the columns, Spark need not run a job to learn them.
        columns = ", ".join(f"{column} {_TYPES[str(kind)]}" for column, kind in schema.items())
        self._session.read.schema(columns).parquet(_address(path)).createOrReplaceTempView(name)


def _address(path: Path) -> str:
    """A path that means a file to every executor, whatever file system the cluster prefers."""
    return path.resolve().as_uri()


def _session(master: str, conf: Mapping[str, str]) -> SparkSession:
    with warnings.catch_warnings():
        # Spark's doubts about the newest pandas, which is not used here.
        warnings.simplefilter("ignore", FutureWarning)
        from pyspark.sql import SparkSession
    if not os.environ.get("JAVA_HOME") and not shutil.which("java"):
        raise EngineError("Spark needs Java 17 or later, and there is no Java here.")
    builder = SparkSession.builder.master(master).appName("Clean Hands")
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    for name, value in {**quiet, **conf}.items():
        builder = builder.config(name, value)
    session: SparkSession = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
