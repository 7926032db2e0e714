"""The heavy stages: DuckDB over Parquet and arrays give the same, and so the same findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import abuse.graphs.meetings
from abuse import ClaimTable, scan
from abuse.engines import open_engine
from abuse.graphs.meetings import Aims
from abuse.market import make_market
from abuse.stages.on_engine import OnEngine
from tests.abuse.structure.same_stages import (
    ARRAYS,
    check_cores,
    check_identifiers,
    check_meetings,
    check_rates,
    some_aims,
)


@pytest.fixture(scope="module")
def stages() -> Iterator[OnEngine]:
    with open_engine("duckdb") as engine:
        yield OnEngine(engine, small=0)


@given(seed=st.integers(0, 2**32), size=st.integers(0, 400))
@settings(max_examples=6, deadline=None)
def test_each_stage_answers_as_the_arrays_do(stages: OnEngine, seed: int, size: int) -> None:
    draw = np.random.default_rng(seed)
    check_rates(stages, draw, size)
    check_identifiers(stages, draw, size)
    check_meetings(stages, some_aims(draw, size), int(draw.integers(1, 15)))
    dense = bool(draw.integers(2))
    check_cores(stages, draw, size, dense=dense)
    # What peeling leaves goes on in arrays.
    check_cores(OnEngine(stages.engine, small=150), draw, size, dense=dense)


def test_a_store_hit_by_everybody_tells_nothing_on_either(stages: OnEngine) -> None:
    for filers, total in ((320, 0), (300, 44850)):
        nothing = np.zeros(filers, np.int64)
        aims = Aims(
            np.arange(filers), nothing, nothing, filers, 1, lambda: (pa.array([]), pa.array([]))
        )
        for by in (stages, ARRAYS):
            assert by.meetings(aims, 7).total == total


def test_the_cap_on_pairs_leaves_out_the_same_stores(
    stages: OnEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    aims = some_aims(np.random.default_rng(1), 2000)
    free = check_meetings(stages, aims)
    monkeypatch.setattr(abuse.graphs.meetings, "_PAIRS", 3000)
    monkeypatch.setattr(abuse.graphs.meetings, "_PAIRS_A_ROW", 1)
    capped = check_meetings(stages, aims)
    assert 0 < capped.total < free.total


def test_a_scan_on_duckdb_finds_what_a_scan_in_arrays_finds(stages: OnEngine) -> None:
    table = ClaimTable.from_lines(make_market(5, complaints=1500).lines)
    # Small enough that the market itself is peeled on the engine.
    ours = scan(table, stages=OnEngine(stages.engine, small=1000))
    theirs = scan(table)
    assert len(theirs.filers) > 10
    assert ours.as_json()["filers"] == theirs.as_json()["filers"]
    assert ours.links == theirs.links


def test_what_an_engine_wrote_is_gone_with_it(tmp_path: Path) -> None:
    with open_engine("duckdb", work=tmp_path / "new") as engine:
        kept = engine.keep(engine.put(a=np.arange(3)))
        assert engine.run(kept)["a"].tolist() == [0, 1, 2]
        assert list(engine.work.glob("*.parquet"))
    assert list((tmp_path / "new").iterdir()) == []
