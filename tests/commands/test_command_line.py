"""The tool as a process: what it loads, and how it says that it could not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from complaints.cli import HOMES, cli

HEAVY = ("scipy", "networkx", "datasketch", "duckdb", "ibis", "pyarrow")
ASKED = f"""
import sys
from complaints.cli import main
try:
    main(sys.argv[1:])
finally:
    print("loaded:", *(name for name in {(*HEAVY, "sqlalchemy", "flask")!r} if name in sys.modules))
"""


def _run(*arguments: str, code: str | None = None, **settings: str) -> tuple[int, str, str]:
    command = [sys.executable, "-c", code or "from complaints.cli import main; main()", *arguments]
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    done = subprocess.run(
        command, capture_output=True, text=True, env={**kept, **settings}, check=False
    )
    return done.returncode, done.stdout, done.stderr


def _loaded(*arguments: str, **settings: str) -> list[str]:
    _, told, _ = _run(*arguments, code=ASKED, **settings)
    return told.rpartition("loaded:")[2].split()


def test_help_loads_no_database_and_no_detector() -> None:
    assert _loaded("--help") == []


@pytest.mark.parametrize(
    "command",
    [["key", "list"], ["flags", "list", "--format", "json"], ["import", "complaints", "--help"]],
)
def test_a_light_command_loads_neither_detector_nor_web(command: list[str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    assert _loaded(*command, DATABASE_URL=url) == ["sqlalchemy"]


@pytest.mark.parametrize("name", HOMES)
def test_each_command_is_where_the_list_says_and_says_what_it_does(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.name == name
    told = CliRunner().invoke(cli, [name, "--help"])
    assert (told.exit_code, told.stdout.startswith("Usage:")) == (0, True)


@pytest.mark.thorough
@pytest.mark.parametrize("name", HOMES)
def test_each_command_needs_no_other_to_be_loaded(name: str) -> None:
    # Other commands load what it might have forgotten; that no imports go round is test_rings's.
    code, told, _ = _run(name, "--help")
    assert (code, told.startswith("Usage:")) == (0, True)


@pytest.mark.parametrize("number", ["0", "2147483648", "9" * 20])
@pytest.mark.parametrize(
    "line",
    [
        "policy show {}",
        "flags show {}",
        "boycotts show {}",
        "boycotts answer {} --text x",
        "joinings appeal {} --grounds x",
        "letters send {}",
        "letters send a{}",
    ],
)
def test_a_number_that_no_row_can_have_is_wrong_use(line: str, number: str) -> None:
    result = CliRunner().invoke(cli, line.format(number).split())
    assert result.exit_code == 2
    assert f"{number} is not in the range 1<=x<=2147483647" in result.stderr


def test_what_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("no database at all")
    status, told, said = _run("scan", DATABASE_URL=f"sqlite:///{tmp_path}/x.db")
    assert (status, told, len(said.splitlines())) == (1, "", 1)
    assert "file is not a database" in said


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    status, _, said = _run("scan", DATABASE_URL=f"sqlite:///{tmp_path}/file/x.db")
    assert (status, len(said.splitlines())) == (1, 1)


def test_an_unknown_revision_is_one_sentence(tmp_path: Path) -> None:
    status, _, said = _run("migrate", "--to", "nope", DATABASE_URL=f"sqlite:///{tmp_path}/x.db")
    assert (status, len(said.splitlines())) == (1, 1)
    assert "nope" in said


def test_a_revision_that_was_passed_is_not_gone_back_to_in_silence(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    assert _run("migrate", "--to", "0022", DATABASE_URL=url)[0] == 0
    status, told, said = _run("migrate", "--to", "0021", DATABASE_URL=url)
    assert (status, told, len(said.splitlines())) == (1, "", 1)
    assert "stays at revision 0022" in said
