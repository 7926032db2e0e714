"""`cleanhands doctor`: also where nothing else opens, and it makes nothing."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result

from complaints.commands.doctor import doctor
from complaints.health import NAMES, owner
from complaints.rules.kinds import Failure
from complaints.settings import keyfiles
from complaints.settings.config import PREFIX, SECRET_NAMES, load, sqlite_file
from complaints.storage.context import Context
from complaints.words.labels import label
from tests.scenes.mailing import SENDER, free_port, mail_server


def examined(environ: dict[str, str], *arguments: str) -> Result:
    gone = dict.fromkeys(name for name in os.environ if name.startswith("CLEANHANDS_"))
    return CliRunner().invoke(doctor, arguments, env={**gone, **environ})


def told(result: Result) -> dict[str, str]:
    return {check["name"]: check["state"] for check in json.loads(result.stdout)["checks"]}


@pytest.fixture
def place(sqlite_template: Path, tmp_path: Path) -> dict[str, str]:
    """An environment that names a database, which is there with its keys."""
    environ = {"DATABASE_URL": f"sqlite:///{tmp_path}/cleanhands.db"}
    load(environ, makes=True)
    shutil.copy(sqlite_template, tmp_path / "cleanhands.db")
    return environ


def test_where_there_is_no_database_none_is_made(tmp_path: Path) -> None:
    lost, empty = tmp_path / "lost" / "cleanhands.db", tmp_path / "empty.db"
    empty.touch()
    for database in (lost, empty):
        result = examined({"DATABASE_URL": f"sqlite:///{database}"})
        assert result.exit_code == 2
        assert f"There is no database at {database}" in result.stdout
    assert list(tmp_path.iterdir()) == [empty]


def test_what_the_system_does_not_allow_is_named(tmp_path: Path) -> None:
    # A name that no system allows; it fails for root too.
    database = tmp_path / ("x" * 300)
    result = examined({"DATABASE_URL": f"sqlite:///{database}"}, "--format", "json")
    assert (result.exit_code, told(result)) == (2, {"database": "bad"})
    assert str(database) in result.stdout


def test_a_setting_that_does_not_hold_is_named(tmp_path: Path) -> None:
    result = examined({"DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "CLEANHANDS_NONSENSE": "1"})
    assert result.exit_code == 2
    result = examined({"DATABASE_URL": "mysql://x"}, "--format", "json")
    assert (result.exit_code, told(result)) == (2, {"settings": "bad"})


def test_a_new_service_is_told_what_is_left_to_do(place: dict[str, str]) -> None:
    result = examined(place, "--format", "json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["state"], document["ready"]) == (1, "warn", True)
    assert set(told(result)) == {*NAMES, *owner.NAMES}
    assert {name for name, state in told(result).items() if state != "ok"} <= {"jobs", "open_files"}
    assert "warn  jobs" in examined(place).stdout


def test_keys_that_are_lost_or_open_to_others(place: dict[str, str]) -> None:
    database = sqlite_file(place["DATABASE_URL"])
    key = keyfiles.path_of(database, SECRET_NAMES[0])
    key.chmod(0o644)
    database.chmod(0o640)
    result = examined(place, "--format", "json")
    assert (told(result)["key_files"], told(result)["database_files"]) == ("bad", "warn")
    key.unlink()
    result = examined(place, "--format", "json")
    assert (result.exit_code, told(result)) == (2, {"keys": "bad"})
    assert str(key) in result.stdout
    assert not key.exists()


def test_a_damaged_file_is_told_as_one(place: dict[str, str]) -> None:
    database = sqlite_file(place["DATABASE_URL"])
    database.write_bytes(b"no database at all" * 100)
    result = examined(place)
    assert result.exit_code == 2
    assert "The database is damaged, or its file is none" in result.stdout
    assert "(file is not a database)" in result.stdout


def test_a_folder_that_takes_no_file_is_named(place: dict[str, str]) -> None:
    # Nothing can be made there, by root neither.
    result = examined({**place, "CLEANHANDS_HEADS": "/proc/sys"}, "--format", "json")
    assert told(result)["folders"] == "bad"
    assert "Nothing can be written into /proc/sys" in result.stdout


def test_a_table_that_somebody_locks_is_not_waited_for(postgresql_url: str, tmp_path: Path) -> None:
    url = postgresql_url.replace("+psycopg", "")
    keys = {f"{PREFIX}{name.upper()}": "ab" * 32 for name in SECRET_NAMES}
    environ = {"DATABASE_URL": url, "CLEANHANDS_DOCUMENTS": str(tmp_path), **keys}
    with psycopg.connect(url) as somebody:
        somebody.execute("LOCK TABLE clock_jump")
        result = examined(environ, "--format", "json")
    assert (result.exit_code, told(result)["clock"], told(result)["writing"]) == (2, "bad", "ok")


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        ({"base_url": "http://hands.example"}, "warn"),
        ({"base_url": "https://hands.example"}, "warn"),
        ({"base_url": "https://hands.example", "trusted_proxies": 1}, "ok"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_setting_that_looks_wrong(context: Context, settings: dict[str, Any], state: str) -> None:
    given = replace(context, config=replace(context.config, **settings))
    result = CliRunner().invoke(doctor, ["--format", "json"], obj=given)
    assert told(result)["settings"] == state


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_mail_server_is_asked_and_what_is_extra_is_told(context: Context) -> None:
    with mail_server() as server:
        given = replace(context, config=server.config(context.config))
        with context.database.transaction() as session:
            session.connection().exec_driver_sql("CREATE TABLE somebodys (x INTEGER)")
        seen = told(CliRunner().invoke(doctor, ["--format", "json"], obj=given))
        assert (seen["mail_server"], seen["schema_extra"]) == ("ok", "warn")
        assert server.post.taken == []
    config = replace(context.config, smtp_url=f"smtp://127.0.0.1:{free_port()}", mail_from=SENDER)
    result = CliRunner().invoke(doctor, obj=replace(context, config=config))
    assert result.exit_code == 2
    assert str(label("failure", Failure.UNREACHABLE)) in result.stdout
