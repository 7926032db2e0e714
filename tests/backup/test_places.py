"""Where backups are written and put back: one at a time, into empty places, in constant memory."""

from __future__ import annotations

import errno
import re
import resource
import secrets
import shutil
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import insert, text
from sqlalchemy.exc import OperationalError

from complaints import migration
from complaints.backup import loading, restoring, taking, targets, writing
from complaints.backup.errors import BackupError
from complaints.backup.manifest import Manifest
from complaints.backup.reading import Source
from complaints.base.errors import Refusal
from complaints.commands import backup as backup_commands
from complaints.commands.backup import backup as backup_command
from complaints.commands.backup import restore as restore_command
from complaints.health.documents import Place, find_place
from complaints.models import Attempt
from complaints.settings.config import Config, sqlite_file
from complaints.storage.archive import Archive
from complaints.storage.context import Context
from complaints.words import message
from tests.scenes import troubles
from tests.scenes.clock import NOW


@pytest.mark.both_databases
def test_a_place_that_is_full_is_refused_and_what_is_there_is_named(served, taken, context):
    with pytest.raises(BackupError, match=r"not empty: it has .* rows of complaint"):
        restoring.restore(context, Source(taken), now=NOW)
    with pytest.raises(BackupError, match=r"documents' place .* is not empty"):
        restoring.restore(served, Source(taken), now=NOW)


@pytest.mark.both_databases
def test_of_two_restores_one_is_told_that_the_other_is_under_way(context, empty, taken):
    place = empty("sqlite" if context.database.is_sqlite else "postgresql")
    with targets.alone(place), pytest.raises(BackupError, match="is under way"):
        restoring.restore(place, Source(taken), now=NOW)
    targets.require_empty(place, "theirs")


@pytest.mark.parametrize("name", ["folder", "one.tar"])
def test_of_two_backups_into_one_place_one_is_told(served, tmp_path, name):
    with (
        writing.open_backup(tmp_path / name) as sink,
        pytest.raises(BackupError, match="Another backup is being written"),
    ):
        assert sink.kept("documents/00/x") is None
        taking.take_backup(served, tmp_path / name, now=NOW)


def _open(served):
    """The file that connections share is larger than the limit: it has to be there before."""
    with served.database.reading() as session:
        session.execute(text("SELECT 1"))


@pytest.mark.parametrize("name", ["folder", "one.tar"])
def test_nothing_is_left_of_a_backup_that_the_disk_is_too_full_for(served, tmp_path, name):
    _open(served)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            taking.take_backup(served, tmp_path / name, now=NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_a_restore_that_the_disk_is_too_full_for(taken, spare):
    left = sqlite_file(spare.config.database_url).parent
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        # It stops at a table's rows, or at the end, by how the database keeps what is not written.
        with pytest.raises((BackupError, OperationalError)):
            restoring.restore(spare, Source(taken), now=NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(left.iterdir()) == []


def test_rows_that_find_no_room_are_said_as_a_full_disk(taken, spare):
    source = Source(taken)
    manifest = restoring.check_backup(source, context=None)
    with pytest.raises(InterruptedError), targets.open_target(spare) as connection:
        loading.load_rows(connection, source, manifest)
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        raise InterruptedError
    with (
        pytest.raises(BackupError, match="The disk is full: make room"),
        targets.open_target(spare) as connection,
    ):
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages - 5}")
        loading.load_rows(connection, source, manifest)


def test_a_command_says_a_full_disk_in_one_sentence_and_leaves_other_errors(capsys):
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    for error in (
        OperationalError("INSERT", {}, full),
        OSError(errno.ENOSPC, "no room"),
        OSError(errno.EDQUOT, "no room"),
        Refusal("disk-full", message("full")),
    ):
        with (
            pytest.raises(click.ClickException, match=r"The disk is full: make room.*\nNothing"),
            backup_commands._sentences("Nothing was put back."),
        ):
            raise error
    with (
        pytest.raises(OSError, match="no such file"),
        backup_commands._sentences("Nothing was put back."),
    ):
        raise OSError(errno.ENOENT, "no such file")
    assert capsys.readouterr().err == "Nothing was put back.\n"


def test_nothing_is_left_of_a_restore_whose_place_for_documents_is_full(taken, spare):
    database = sqlite_file(spare.config.database_url)
    place = Path(spare.archive.place)
    (place / "ab").mkdir(parents=True)
    (place / "ab" / "theirs").write_bytes(b"theirs")
    with pytest.raises(BackupError, match=r"documents' place .* is not empty"):
        restoring.restore(spare, Source(taken), now=NOW)
    assert list(database.parent.glob(f"{database.name}*")) == []
    assert [each.name for each in place.rglob("*") if each.is_file()] == ["theirs"]


@pytest.mark.parametrize(
    ("name", "held"),
    [("", b"x"), ("", b"a paper of theirs"), (".part", b"theirs"), ("-wal", b"x"), ("-shm", b"x")],
)
def test_a_file_of_somebody_elses_stays_and_is_named(taken, spare, name, held):
    database = sqlite_file(spare.config.database_url)
    file = database.with_name(f"{database.name}{name}")
    file.parent.mkdir()
    file.write_bytes(held)
    with pytest.raises(BackupError, match=re.escape(f"{file} is in the way")):
        restoring.restore(spare, Source(taken), now=NOW)
    assert [(each.name, each.read_bytes()) for each in database.parent.iterdir()] == [
        (file.name, held)
    ]


def test_what_a_killed_restore_left_is_written_over(taken, spare):
    database = sqlite_file(spare.config.database_url)
    database.parent.mkdir()
    database.write_bytes(b"")
    for head in (b"SQLite format 3\0", bytes(16)):
        database.with_name(f"{database.name}.part").write_bytes(head + b"cut")
        targets.require_no_strangers(spare)
    restoring.restore(spare, Source(taken), now=NOW)


def test_a_place_that_is_marked_as_anothers_is_not_taken(taken, spare):
    spare.archive.mark("another")
    with pytest.raises(BackupError, match="marked as that of another database"):
        restoring.restore(spare, Source(taken), now=NOW)
    assert spare.archive.find_owner() == "another"
    spare.archive.mark(restoring.check_backup(Source(taken), context=None).database)
    restoring.restore(spare, Source(taken), now=NOW)


class TooFull(Archive):
    """A store that is full at its second document."""

    def put_sealed(self, sha256: str, blocks: Iterator[bytes]) -> None:
        if list(Path(self.place).glob("*/*")):
            raise Refusal("disk-full", message("full"))
        Archive.put_sealed(self, sha256, blocks)


@pytest.mark.both_databases
def test_nothing_is_left_of_a_restore_whose_documents_find_no_room(taken, context, empty):
    place = empty("sqlite" if context.database.is_sqlite else "postgresql")
    full = replace(place, archive=TooFull(place.archive.place, place.vault))
    with pytest.raises(Refusal):
        restoring.restore(full, Source(taken), now=NOW)
    papers = Path(place.archive.place)
    assert list(papers.rglob("*")) == []
    if place.database.is_sqlite:
        assert list(sqlite_file(place.config.database_url).parent.iterdir()) == []
    targets.require_empty(place, "theirs")
    restoring.restore(place, Source(taken), now=NOW)
    assert find_place(place) is Place.OURS


def test_a_database_that_somebody_fills_meanwhile_is_left_where_it_is(taken, empty):
    class Meanwhile(Archive):
        """A store beside which somebody migrates the empty database."""

        def begin_restore(self) -> None:
            Archive.begin_restore(self)
            migration.upgrade(place.database)

    place = empty("sqlite")
    raced = replace(place, archive=Meanwhile(place.archive.place, place.vault))
    with pytest.raises(BackupError, match="not empty"):
        restoring.restore(raced, Source(taken), now=NOW)
    assert migration.current(place.database) == migration.head_revision()


def test_a_restore_that_fails_takes_the_keys_out_that_it_made(typed, tmp_path):
    (tmp_path / "nothing").mkdir()
    typed(restore_command, str(tmp_path / "nothing"), "--lost-keys")
    assert list((tmp_path / "there").iterdir()) == []


def test_an_earlier_backup_survives_one_that_fails(served, taken, tmp_path):
    place = Path(shutil.copytree(taken, tmp_path / "backup"))
    files = sorted(place.rglob("*"))
    _open(served)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, before[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            taking.take_backup(served, place, now=NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sorted(place.rglob("*")) == files
    restoring.check_backup(Source(place), context=served)


def test_a_folder_of_somebody_elses_is_left_alone(served, tmp_path):
    (tmp_path / "photos").mkdir()
    with pytest.raises(BackupError, match="holds other things, as photos"):
        taking.take_backup(served, tmp_path, now=NOW)
    assert [each.name for each in tmp_path.iterdir()] == ["photos"]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., str]:
    """Type a command in an environment that names an SQLite database in a folder of its own."""
    (tmp_path / "there").mkdir()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/there/cleanhands.db")

    def run(command: click.Command, *arguments: str, context: Context | None = None) -> str:
        done = CliRunner().invoke(command, arguments, obj=context)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.output

    return run


def test_the_command_names_the_keys_and_restore_makes_none(served, typed, tmp_path, monkeypatch):
    place = tmp_path / "b.tar"
    said = typed(backup_command, str(place), context=served)
    assert "It holds no keys" in said
    for kind in ("encryption", "identity", "signing"):
        assert f"  {kind}: {served.config.database_url[10:]}.{kind}_key" in said
    # A database that takes no writing, as on a full disk, is when a backup is wanted.
    beside = Context.of(served.config)
    with troubles.only_read(beside.database):
        said = typed(backup_command, str(place), context=beside)
    assert said.startswith("Backup of")
    assert "The backup is whole, but could not be noted" in said
    assert "The database can only be read" in said
    key = served.config.encryption_key
    assert key not in place.read_bytes()
    assert key.hex().encode() not in place.read_bytes()

    said = typed(restore_command, str(place))
    assert said.count("key is not there: put it where it was") == 3
    assert "Nothing was put back." in said
    assert list((tmp_path / "there").iterdir()) == []
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@127.0.0.1:1/x")
    said = typed(restore_command, str(place))
    assert said.count("key is not there: set CLEANHANDS_") == 3
    said = typed(restore_command, "--check", str(place))
    assert said.startswith("It is whole.")
    assert "Its keys were not compared" in said
    assert list((tmp_path / "there").iterdir()) == []


def test_twice_the_rows_take_no_more_memory(sqlite_url, tmp_path):
    context = Context.of(Config(sqlite_url, b"s" * 32, b"i" * 32, b"e" * 32))
    peaks = []
    for number in range(2):
        with context.database.transaction() as session:
            rows = ({"key": secrets.token_hex(100), "count": 1, "window_ends_at": NOW}
                    for _ in range(12_000))  # fmt: skip
            session.execute(insert(Attempt), list(rows))
        place = tmp_path / f"{number}.tar"
        peaks.append([
            _peak(partial(taking.take_backup, context, place, now=NOW)),
            _peak(partial(_checked, place, context)),
            _peak(partial(_filled, place, context)),
        ])  # fmt: skip
    context.database.dispose()
    for one, two in zip(*peaks, strict=True):
        assert two < 1.3 * one


def _checked(place: Path, context: Context) -> Manifest:
    return restoring.check_backup(Source(place), context=context)


def _filled(place: Path, context: Context) -> None:
    source, manifest = Source(place), _checked(place, context)
    with context.database.engine.connect() as connection:
        connection.exec_driver_sql("DELETE FROM attempt")
        loading.fill(connection, source, manifest, "attempt")
        connection.rollback()


def _peak(act: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
