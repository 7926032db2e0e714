"""Key files: made for a new database alone, and never written over."""

from __future__ import annotations

import re
import sqlite3
import threading
from pathlib import Path

import pytest

from complaints.base.errors import ConfigurationError
from complaints.settings import config, keyfiles
from complaints.storage.vault import key_name

NAME = "encryption_key"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ch.db"


def fill(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_new_database_gets_keys_whatever_stage_it_is_at(path: Path) -> None:
    keyfiles.kept_or_made(path, "signing_key")
    path.touch()
    keyfiles.kept_or_made(path, "identity_key")
    fill(path)
    assert path.stat().st_size
    assert keyfiles.kept_or_made(path, NAME) == keyfiles.key_of(path, NAME)


@pytest.mark.parametrize("database", ["none", "empty", "without tables"])
@pytest.mark.parametrize("lost", [True, False])
def test_what_does_not_make_a_database_makes_no_key_for_one(
    path: Path, database: str, lost: bool
) -> None:
    if database == "empty":
        path.touch()
    elif database == "without tables":
        fill(path)
    before = sorted(path.parent.iterdir())
    keys = {f"CLEANHANDS_{name.upper()}": "ab" * 32 for name in config.SECRET_NAMES}
    for given in ({}, keys):
        with pytest.raises(ConfigurationError, match=f"There is no database at {path}"):
            config.load({"DATABASE_URL": f"sqlite:///{path}", **given}, lost=lost)
    assert sorted(path.parent.iterdir()) == before


@pytest.mark.parametrize("known", [True, False])
def test_a_missing_file_beside_tables_is_named_and_not_made(path: Path, known: bool) -> None:
    fill(path, "CREATE TABLE complaint (id)")
    if known:
        fill(
            path,
            "CREATE TABLE known_key (kind, fingerprint)",
            "INSERT INTO known_key VALUES ('encryption', 'abcdefabcdef')",
        )
    with pytest.raises(ConfigurationError, match="cleanhands secrets lost encryption") as caught:
        keyfiles.kept_or_made(path, NAME)
    assert "ch.db.encryption_key" in str(caught.value)
    assert ("abcdefabcdef" in str(caught.value)) == known
    assert not list(path.parent.glob("*key*"))


def test_what_is_no_database_gets_no_keys(path: Path) -> None:
    path.write_bytes(b"cut off" * 200)
    with pytest.raises(ConfigurationError, match="file is not a database"):
        keyfiles.kept_or_made(path, NAME)
    with pytest.raises(ConfigurationError, match="file is not a database"):
        keyfiles.key_of(path, NAME)
    assert path.read_bytes() == b"cut off" * 200


def test_tables_that_are_in_the_log_alone_count(path: Path) -> None:
    """A killed server leaves them there."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE complaint (id)")
    connection.commit()
    with pytest.raises(ConfigurationError, match="is missing"):
        keyfiles.kept_or_made(path, NAME)
    connection.close()


@pytest.mark.parametrize("text", ["", "ab" * 31, "ab" * 33, "zz" * 32, "\N{SNOWMAN}"])
@pytest.mark.parametrize("suffix", ["", ".old"])
def test_a_file_without_a_key_is_refused_and_left(path: Path, text: str, suffix: str) -> None:
    environ = {"DATABASE_URL": f"sqlite:///{path}"}
    config.load(environ, makes=True)
    file = path.with_name(f"ch.db.{NAME}{suffix}")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="64 hexadecimal digits") as caught:
        config.load(environ, makes=True)
    assert file.name in str(caught.value)
    assert file.read_text(encoding="utf-8") == text


def test_a_file_that_cannot_be_read_is_named(path: Path) -> None:
    path.with_name(f"ch.db.{NAME}").mkdir()
    with pytest.raises(ConfigurationError, match=r"ch\.db\.encryption_key cannot be read"):
        keyfiles.key_of(path, NAME)


def test_two_that_start_at_once_agree(path: Path) -> None:
    starting, keys = threading.Barrier(8), []

    def start() -> None:
        starting.wait()
        keys.append(keyfiles.kept_or_made(path, NAME))

    threads = [threading.Thread(target=start) for _each in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert not list(path.parent.glob("*.part"))


def test_some_by_variable_some_by_file(path: Path) -> None:
    """Each key is looked for in its own place; an address with options names the same file."""
    config.load({"DATABASE_URL": f"sqlite:///{path}"}, makes=True)
    fill(path, "CREATE TABLE complaint (id)")
    path.with_name(f"ch.db.{NAME}").unlink()
    environ = {"DATABASE_URL": f"sqlite:///{path}?timeout=5"}
    given = environ | {"CLEANHANDS_ENCRYPTION_KEY": "ab" * 32}
    loaded = config.load(given)
    assert loaded.encryption_key == bytes.fromhex("ab" * 32)
    assert loaded.signing_key == keyfiles.key_of(path, "signing_key")
    assert config.place_of(loaded, NAME, given) == "CLEANHANDS_ENCRYPTION_KEY"
    assert config.place_of(loaded, "signing_key", given) == "ch.db.signing_key"
    with pytest.raises(ConfigurationError, match="The encryption key is missing"):
        config.load(environ)
    assert config.load(environ, lost=True).encryption_key
    assert not path.with_name(f"ch.db.{NAME}").exists()


@pytest.mark.parametrize(
    "url", ["sqlite:///", "sqlite:///:memory:", "sqlite:///file:ch.db?uri=true"]
)
def test_an_address_that_names_no_file_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="DATABASE_URL must name a file"):
        config.load({"DATABASE_URL": url})


def test_a_fingerprint_tells_no_key(path: Path) -> None:
    key = keyfiles.kept_or_made(path, NAME)
    assert re.fullmatch("[0-9a-f]{12}", key_name(key))
    assert key_name(key) not in key.hex()
