"""Parquet in and out: the same table as the lines it came from; what is broken is one sentence."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from abuse import ClaimTable, scan
from abuse.__main__ import main
from abuse.record.collecting import read_lines
from abuse.record.columns import SCHEMAS
from abuse.record.parquet import ParquetError, read_tables, write_tables
from abuse.record.sources import load_table
from tests.abuse.makers import event, honest, line

NOW = datetime(2027, 1, 1, tzinfo=UTC)
LINES = [*honest(filers=6, each=5), line("X", "x", 3.0, event("rejection", 5.0))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_tables(read_lines(LINES), tmp_path / "columns")
    return tmp_path / "columns"


def test_a_date_to_come_does_not_move_the_day_of_the_scan(folder: Path, tmp_path: Path) -> None:
    late = line("late", "x", 4000.0)
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(json.dumps(entry) + "\n" for entry in [*LINES, late]))
    columns = tmp_path / "late"
    write_tables(read_lines([*LINES, late]), columns)
    plain = load_table([str(folder)], now=NOW)
    for path in (lines, columns):
        read = load_table([str(path)], now=NOW)
        assert (read.as_of, read.digest) == (plain.as_of, plain.digest)


def test_a_folder_scans_like_the_lines_it_came_from(folder: Path) -> None:
    there, direct = load_table([str(folder)], now=NOW), ClaimTable.from_lines(LINES)
    assert there.as_of == direct.as_of
    assert there.digest == direct.digest
    assert scan(there).as_json()["filers"] == scan(direct).as_json()["filers"]


def test_files_and_folders_of_parts_are_read_too(folder: Path) -> None:
    claims = pq.read_table(folder / "claims.parquet")
    (folder / "claims.parquet").unlink()
    (folder / "claims").mkdir()
    pq.write_table(claims.slice(0, 9), folder / "claims" / "part-0.parquet")
    late = folder.parent / "claims-2026-07.parquet"
    pq.write_table(claims.slice(9), late)
    assert (
        load_table([str(folder), str(late)], now=NOW).digest == ClaimTable.from_lines(LINES).digest
    )


def test_only_the_owner_may_read_what_is_written(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name for path in folder.iterdir()} == {f"{name}.parquet" for name in SCHEMAS}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_table_without_events_identities_and_papers_will_do(folder: Path) -> None:
    for name in ("events", "identities", "documents", "operates"):
        (folder / f"{name}.parquet").unlink()
    assert load_table([str(folder)], now=NOW).claims.num_rows == len(LINES)


def test_what_cannot_be_read_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    claims = pq.read_table(folder / "claims.parquet")
    again = tmp_path / "claims-again.parquet"
    pq.write_table(claims.slice(3, 1), again)
    with pytest.raises(ParquetError, match=r"In claims the claim \d+ is there twice\."):
        read_tables([str(folder), str(again)])
    pq.write_table(claims.drop_columns("complaint"), again)
    with pytest.raises(ParquetError, match="has no column complaint"):
        read_tables([str(folder), str(again)])
    again.write_bytes(b"PAR1, or is it?")
    with pytest.raises(ParquetError, match="is not Parquet"):
        read_tables([str(folder), str(again)])
    (folder / "claims.parquet").unlink()
    with pytest.raises(ParquetError, match=r"There is no claims\.parquet"):
        read_tables([str(folder)])
    with pytest.raises(ParquetError, match="named for no table"):
        read_tables([str(tmp_path / "sales.parquet")])
    with pytest.raises(ParquetError, match="not both"):
        load_table([str(folder), "market.jsonl"], now=NOW)


@pytest.mark.parametrize(
    ("table", "column", "values", "said"),
    [
        ("complaints", "filed_at", pa.array(["2026-01-01"]), "filed_at does not fit its type"),
        ("filers", "filer", pa.array(["f-1"]), "filer does not fit its type, int64"),
        ("filers", "reference", pa.nulls(1, pa.string()), "a row without reference"),
        ("complaints", "filed_at", pa.nulls(1, pa.timestamp("us", "UTC")), "without filed_at"),
        ("complaints", "classes", pa.array(["3,,x"]), "classes are not whole numbers"),
        ("claims", "price", pa.array([float("nan")]), "price holds what is no number"),
        ("events", "sales_lost", pa.array([float("inf")]), "sales_lost holds what is no number"),
    ],
)
def test_a_value_that_cannot_be_is_one_sentence(
    folder: Path, table: str, column: str, values: pa.Array, said: str
) -> None:
    path = folder / f"{table}.parquet"
    one = pq.read_table(path).slice(0, 1)
    pq.write_table(one.set_column(one.column_names.index(column), column, values), path)
    with pytest.raises(ParquetError, match=said):
        read_tables([str(folder)])


@pytest.mark.parametrize("table", ["filers", "complaints", "claims"])
def test_a_table_without_rows_will_do(folder: Path, table: str) -> None:
    path = folder / f"{table}.parquet"
    pq.write_table(pq.read_table(path).slice(0, 0), path)
    assert scan(load_table([str(folder)], now=NOW)).filers == []


@pytest.mark.parametrize("engine", ["arrays", "duckdb"])
def test_the_detector_alone_scans_a_folder(
    engine: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scan", str(folder), "--format", "json", "--engine", engine]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["run"]["claims"] == len(LINES)
    assert told["run"]["engine"] == engine
    (folder / "filers.parquet").unlink()
    assert main(["scan", str(folder)]) == 1
    assert capsys.readouterr().err.startswith("There is no filers.parquet in ")
