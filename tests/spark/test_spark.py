"""Spark on a cluster of two executors gives what the arrays give, stage by stage and as a scan.

Skipped where Spark or Java is not there. It needs no conftest: only the detector and its door.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from abuse.engines import EngineError, open_engine
from abuse.engines.spark import Spark
from abuse.market import make_market
from abuse.record.collecting import read_lines
from abuse.record.parquet import write_tables
from abuse.stages.incremental import Incremental
from abuse.stages.on_engine import OnEngine
from complaints.commands.scan import scan
from tests.abuse.structure.same_stages import (
    check_cores,
    check_identifiers,
    check_meetings,
    check_rates,
    some_aims,
)

MASTER = "local-cluster[2,1,1024]"
DEFAULTS = """
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.sql.shuffle.partitions 2
spark.executor.memory 640m
"""
QUIET = """
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %m%n
"""

pytestmark = [
    pytest.mark.skipif(not shutil.which("java"), reason="Java is not installed"),
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None, reason="Spark is not here: make test-spark"
    ),
]


@pytest.fixture(scope="module", autouse=True)
def _configured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Spark's own configuration, as an operator would give it."""
    folder = tmp_path_factory.mktemp("conf")
    (folder / "spark-defaults.conf").write_text(DEFAULTS)
    (folder / "log4j2.properties").write_text(QUIET)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        yield


def test_each_stage_answers_as_the_arrays_do(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    work, state = tmp_path / "work", tmp_path / "state"
    with open_engine("spark", master=MASTER, work=work) as engine:
        stages = OnEngine(engine, small=0)
        check_rates(stages, draw, 300)
        check_identifiers(stages, draw, 300)
        assert check_meetings(stages, some_aims(draw, 600)).total > 100
        check_cores(stages, draw, 400, dense=True)
        aims, daily = some_aims(draw, 600), Incremental(engine, state)
        daily.meetings(aims, 7)
        aims.day[:2] += 1
        check_meetings(daily, aims)
        assert daily.anew == 2
        assert isinstance(engine, Spark)
        hosts = engine._session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()
        assert hosts == 3, "two executors beside the driver"
    assert list(work.iterdir()) == []
    with open_engine("duckdb") as other:
        # What Spark kept, DuckDB reads.
        daily = Incremental(other, state)
        check_meetings(daily, aims)
        assert daily.anew == 0


def test_spark_without_java_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineError, match="needs Java 17"):
        open_engine("spark")


def test_a_scan_on_spark_finds_what_a_scan_on_duckdb_and_in_arrays_finds(tmp_path: Path) -> None:
    write_tables(read_lines(make_market(5, complaints=1500).lines), tmp_path / "columns")
    reports = {}
    for engine in ("arrays", "duckdb", "spark"):
        typed = ["--format", "json", "--input", str(tmp_path / "columns"), "--engine", engine]
        done = CliRunner().invoke(scan, [*typed, "--master", MASTER])
        assert done.exit_code == 0, done.stderr
        reports[engine] = json.loads(done.stdout)
        assert reports[engine]["run"]["engine"] == engine
    assert len(reports["arrays"]["filers"]) > 10
    assert reports["spark"]["filers"] == reports["arrays"]["filers"]
    assert reports["duckdb"]["filers"] == reports["arrays"]["filers"]
