"""Scanning what changed since the last scan finds what scanning everything finds."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import abuse.graphs.meetings
from abuse import ClaimTable, scan
from abuse.engines import EngineError, open_engine
from abuse.engines.base import Engine
from abuse.graphs.meetings import Aims
from abuse.market import make_market
from abuse.record.view import View
from abuse.stages import incremental
from abuse.stages.incremental import Incremental
from abuse.structure.aims import stable_names
from tests.abuse.makers import line
from tests.abuse.structure.same_stages import check_meetings, some_aims

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with open_engine("duckdb") as opened:
        yield opened


def renumbered(draw: np.random.Generator, aims: Aims, kept: np.ndarray) -> Aims:
    """Some of the claims, as another day's scan numbers their filers and stores."""
    sides = []
    for code, names in zip((aims.filer, aims.store), aims.names(), strict=True):
        there = np.union1d(np.unique(code[kept]), draw.integers(0, len(names), 3))
        sides.append((np.searchsorted(there, code[kept]), names.take(pa.array(there))))
    (filer, filers), (store, stores) = sides
    return Aims(filer, store, aims.day[kept], len(filers), len(stores), lambda: (filers, stores))


@given(seed=st.integers(0, 2**32))
@settings(max_examples=5, deadline=None)
def test_day_after_day_with_late_claims_and_corrections(engine: Engine, seed: int) -> None:
    """Claims come in by day; some are entered late, some taken back, some move to another store."""
    draw = np.random.default_rng(seed)
    whole = some_aims(draw, 500)
    known = whole.day + np.where(draw.random(500) < 0.1, draw.integers(0, 60, 500), 0)
    gone = np.where(draw.random(500) < 0.05, draw.integers(-90, 120, 500), 10**6)
    with TemporaryDirectory() as folder:
        stages = Incremental(engine, Path(folder))
        for day in [*np.sort(draw.integers(-90, 90, 2)).tolist(), 150, 20]:
            some = np.flatnonzero((known <= day) & (gone > day))
            whole.store[draw.integers(0, 500, 2)] = draw.integers(0, 30)
            check_meetings(stages, renumbered(draw, whole, some))


def test_only_stores_with_other_visits_are_compared_anew(engine: Engine, tmp_path: Path) -> None:
    aims = some_aims(np.random.default_rng(1), 400)
    stages = Incremental(engine, tmp_path / "state")
    counted = []
    for moved in (0, 0, 1, 2):
        aims.day[:moved] += 1
        check_meetings(stages, aims)
        counted.append(stages.anew)
    assert counted == [None, 0, 1, 2]


def test_other_rules_begin_from_nothing(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aims = some_aims(np.random.default_rng(1), 300)
    stages = Incremental(engine, tmp_path)
    counted = []
    for window, edition in ((7, 1), (5, 1), (5, 1), (5, 2)):
        monkeypatch.setattr(incremental, "_EDITION", edition)
        check_meetings(stages, aims, window)
        counted.append(stages.anew)
    assert counted == [None, None, 0, None]


def _cut_off(folder: Path) -> None:
    next(folder.glob("kept-*/met.parquet")).write_bytes(b"PAR1")


def _of_other_columns(folder: Path) -> None:
    names = next(folder.glob("kept-*/stores.parquet"))
    (names.parent / "visits.parquet").write_bytes(names.read_bytes())


def _gone(folder: Path) -> None:
    next(folder.glob("kept-*/counted.parquet")).unlink()


def _no_index(folder: Path) -> None:
    (folder / "index.json").write_text("{", encoding="utf-8")


def _empty_index(folder: Path) -> None:
    (folder / "index.json").write_text("{}", encoding="utf-8")


@pytest.mark.parametrize("damage", [_cut_off, _of_other_columns, _gone, _no_index, _empty_index])
def test_a_damaged_state_begins_from_nothing(
    engine: Engine, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    aims = some_aims(np.random.default_rng(1), 300)
    stages = Incremental(engine, tmp_path)
    counted = []
    for breaks in (False, True, False):
        if breaks:
            damage(tmp_path)
        check_meetings(stages, aims)
        counted.append(stages.anew)
    assert counted == [None, None, 0]


def test_a_cap_that_bites_changes_which_visits_count(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aims = some_aims(np.random.default_rng(2), 2000)
    stages = Incremental(engine, tmp_path)
    check_meetings(stages, aims)
    monkeypatch.setattr(abuse.graphs.meetings, "_PAIRS", 3000)
    monkeypatch.setattr(abuse.graphs.meetings, "_PAIRS_A_ROW", 1)
    check_meetings(stages, aims)
    assert stages.anew


def test_every_store_has_a_name_of_its_own(engine: Engine) -> None:
    """Also what stands for a store that none names, and two marketplaces' stores of one name."""
    faces: list[dict[str, Any]] = [
        {"store_id": "one"}, {"store_id": "one", "marketplace": "mall"},
        {"store_id": None, "operator": "one"}, {"store_id": "operator one"},
        {"store_id": None, "listing_id": "one"}, {"store_id": "listing one"},
        {"store_id": None, "listing_id": "one", "marketplace": "mall"},
    ]  # fmt: skip
    lines = [line(f"C{i}", "f", i, target_more=face) for i, face in enumerate(faces)]
    view = View(ClaimTable.from_lines(lines))
    filers, stores = stable_names(view)
    assert filers.to_pylist() == ["import\0f"]
    assert len(stores) == len(set(stores.to_pylist())) == len(view.stores) == len(faces)


def test_a_daily_scan_of_a_market_raises_the_same_flags(engine: Engine, tmp_path: Path) -> None:
    lines = make_market(3, complaints=1200).lines
    newest = ClaimTable.from_lines(lines).as_of
    stages = Incremental(engine, tmp_path)
    for back in (40, 1, 0):
        table = ClaimTable.from_lines(lines, as_of=newest - timedelta(days=back))
        ours, theirs = scan(table, stages=stages), scan(table)
        assert ours.as_json()["filers"] == theirs.as_json()["filers"]
        assert ours.links == theirs.links
    assert any(link.source == "lockstep" for link in theirs.links)
    assert stages.anew is not None
    assert stages.anew < 50


def test_the_state_is_the_owners_and_one_scans_at_a_time(engine: Engine, tmp_path: Path) -> None:
    aims = some_aims(np.random.default_rng(1), 100)
    stages = Incremental(engine, tmp_path / "state")
    check_meetings(stages, aims)
    check_meetings(stages, aims)
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    assert len(list((tmp_path / "state").glob("kept-*"))) == 1
    held = os.open(tmp_path / "state" / "lock", os.O_RDWR)
    fcntl.flock(held, fcntl.LOCK_EX)
    with pytest.raises(EngineError, match="Another scan is using"):
        stages.meetings(aims, 7)
    os.close(held)
    check_meetings(stages, aims)
