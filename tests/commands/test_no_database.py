"""A database that is not there: every command says so, and makes neither it nor a key.

Only `migrate` and `restore` make a database; a misspelt DATABASE_URL must not seem to be an empty
one.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from complaints.base.errors import ConfigurationError
from complaints.cli import HOMES, cli
from complaints.settings.config import SECRET_NAMES

# What makes one, what looks for itself (tests/health/test_doctor.py), what needs none.
OTHERS = {"migrate", "restore", "doctor", "secrets fingerprint"}

# What takes no plain number.
TIMES = {"--from": "2026-01-01", "--to": "2026-02-01", "moment": "2027-01-15", "--on": "2026-01-15"}


def _commands(command: click.Command, *path: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        yield from _commands(inner, *path, name)


EVERY = dict(_commands(cli))


def _line(name: str, command: click.Command, folder: Path) -> list[str]:
    """Return the command with a value for whatever it requires."""
    line = name.split()
    for parameter in command.params:
        if not parameter.required and parameter.nargs != -1:
            continue
        value = TIMES.get(parameter.opts[0]) or _value(parameter.type, folder)
        line += [value] if isinstance(parameter, click.Argument) else [parameter.opts[0], value]
    return line


def _value(kind: click.ParamType[object], folder: Path) -> str:
    if isinstance(kind, click.Choice):
        return str(kind.choices[0])
    if isinstance(kind, click.Path):
        return str(folder if not kind.file_okay else folder / "given.toml")
    return "1"


@pytest.fixture
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in, with a DATABASE_URL that names a folder that is not there."""
    given, here = tmp_path / "given", tmp_path / "here"
    given.mkdir()
    (given / "given.toml").touch()
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{here}/none/none.db")
    for name in SECRET_NAMES:
        monkeypatch.delenv(f"CLEANHANDS_{name.upper()}", raising=False)
    return here


def test_the_table_has_every_command() -> None:
    assert set(EVERY) > OTHERS
    assert {name.split()[0] for name in EVERY} == set(HOMES)


@pytest.mark.parametrize("name", sorted(set(EVERY) - OTHERS))
def test_it_is_said_and_nothing_is_made(name: str, somewhere: Path) -> None:
    line = _line(name, EVERY[name], somewhere.parent / "given")
    keys = {f"CLEANHANDS_{each.upper()}": "ab" * 32 for each in SECRET_NAMES}
    for environ in ({}, keys):
        result = CliRunner().invoke(cli, line, env=environ)
        assert isinstance(result.exception, ConfigurationError), (line, result.output)
        said = str(result.exception)
        assert said.startswith(f"There is no database at {somewhere}/none/none.db: ")
        assert "`cleanhands migrate` makes one" in said
        assert "DATABASE_URL" in said
        assert list(somewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "status"),
    [("from complaints.cli import main; main(['worker'])", 1), ("import wsgi", 1)],
)
def test_a_process_says_it_and_ends(somewhere: Path, code: str, status: int) -> None:
    root = Path(__file__).parents[2]
    program = f"import sys; sys.path.insert(0, {str(root)!r}); {code}"
    command = [sys.executable, "-B", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (status, "")
    last = done.stderr.splitlines()[-1]
    assert f"There is no database at {somewhere}/none/none.db: " in last
    assert list(somewhere.iterdir()) == []


def test_keys_are_made_with_a_database_and_not_beside_one_that_is_gone(somewhere: Path) -> None:
    result = CliRunner().invoke(cli, ["migrate"])
    assert result.exit_code == 0, result.output
    database = somewhere / "none" / "none.db"
    made = {f"none.db.{name}" for name in SECRET_NAMES}
    assert made < {path.name for path in database.parent.iterdir()}
    database.unlink()
    before = sorted(database.parent.iterdir())
    assert isinstance(CliRunner().invoke(cli, ["user", "list"]).exception, ConfigurationError)
    assert sorted(database.parent.iterdir()) == before
