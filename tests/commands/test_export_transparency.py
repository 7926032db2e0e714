"""A transparency report's tables, and statements of reasons, as an operator writes them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from complaints.base.clock import utcnow
from complaints.base.errors import Refusal
from complaints.cli import cli


@pytest.mark.both_databases
def test_a_report_goes_into_a_new_folder_and_a_year_to_come_is_refused(
    run: Any, tmp_path: Path
) -> None:
    number = utcnow().year
    given = ("export", "transparency", "--service", "Example Market", "--year")
    run(cli, *given, str(number), str(tmp_path / "report"))
    assert run.code == 0
    assert f"{number} is not over" in run.stderr
    assert sorted(each.name[0] for each in (tmp_path / "report").iterdir()) == list("23478")
    assert "Example Market" in (tmp_path / "report" / "4_notices.csv").read_text()
    run(cli, *given, str(number), str(tmp_path / "report"))
    assert run.code == 1
    with pytest.raises(Refusal):
        run(cli, *given, str(number + 1), str(tmp_path / "next"))
    assert not (tmp_path / "next").exists()


def test_statements_of_whole_days_and_what_became_of_them(run: Any, tmp_path: Path) -> None:
    today = utcnow().date()
    before = str(today - timedelta(days=1))
    given = ("export", "statements", "--from", before)
    run(cli, *given, "--to", before, str(tmp_path / "statements"))
    assert (run.code, run.stderr) == (0, f"0 statements, {before}/{before}\n")
    assert run(cli, "export", "answers", str(tmp_path / "statements")) == ""
    run(
        cli, *given, "--to", before, "--given", str(tmp_path / "statements"),
        str(tmp_path / "again"),
    )  # fmt: skip
    assert run.code == 0
    with pytest.raises(Refusal):
        run(cli, *given, "--to", str(today), str(tmp_path / "next"))
    assert not (tmp_path / "next").exists()
    (tmp_path / "again" / "manifest.json").write_text("{")
    run(cli, "export", "answers", str(tmp_path / "again"))
    assert (run.code, "manifest.json cannot be read" in run.stderr) == (1, True)
