"""What an error of the database is: each made by a real database."""

from __future__ import annotations

import re
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from complaints import cli
from complaints.http.problems import PROBLEMS
from complaints.jobs import worker
from complaints.jobs.holding import Holding
from complaints.jobs.watching import Watch
from complaints.models import Filer
from complaints.rules.kinds import FilerKind
from complaints.services.logins.people import add_filer
from complaints.settings.config import PREFIX, SECRET_NAMES
from complaints.storage import db_errors
from complaints.storage.context import Context
from complaints.storage.db import Database
from complaints.storage.db_errors import Trouble
from tests.scenes.troubles import away, no_room, only_read
from tests.scenes.working import working

pytestmark = pytest.mark.both_databases

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def error_of(database: Database, *statements: str) -> DBAPIError:
    """Run statements in one transaction, which fails."""
    with pytest.raises(DBAPIError) as raised, database.transaction() as session:
        for statement in statements:
            session.execute(text(statement))
    return raised.value


def write(session: Session) -> None:
    add_filer(working(session), reference="r", name="n" * 20_000, kind=FilerKind.AGENT)


@SQLITE
def test_a_full_disk(database: Database) -> None:
    with no_room(database):
        with pytest.raises(DBAPIError) as raised, database.transaction() as session:
            write(session)
        with database.reading() as session:
            assert session.query(Filer).count() == 0
    assert db_errors.trouble_of(raised.value) is Trouble.FULL
    assert db_errors.for_log(raised.value) == "disk_full: SQLITE_FULL"
    assert not db_errors.waits(raised.value)


def test_a_database_that_is_only_read(database: Database) -> None:
    with only_read(database):
        with pytest.raises(DBAPIError) as raised, database.transaction() as session:
            write(session)
        with database.reading() as session:
            assert session.query(Filer).count() == 0
    assert db_errors.trouble_of(raised.value) is Trouble.READ_ONLY
    assert re.fullmatch("read_only: (SQLITE_READONLY|25006)", db_errors.for_log(raised.value))


def test_a_column_and_a_table_that_are_not_there(database: Database) -> None:
    gone = error_of(database, "ALTER TABLE clock_jump DROP COLUMN moment",
                    "SELECT moment FROM clock_jump")  # fmt: skip
    unfit = error_of(database, "INSERT INTO clock_jump (no_such) VALUES (1)")
    table = error_of(database, "SELECT 1 FROM no_such_table")
    assert {db_errors.trouble_of(each) for each in (gone, unfit, table)} == {Trouble.SCHEMA}
    assert "moment" in db_errors.for_log(gone)
    assert "cleanhands migrate" in db_errors.for_operator(table)
    assert "no_such_table" in db_errors.for_operator(table)


@SQLITE
def test_a_mistake_of_ours_is_none_of_them(database: Database) -> None:
    error = error_of(database, "SELEC 1")
    assert db_errors.trouble_of(error) is Trouble.OTHER
    assert db_errors.refusal_of(error) is None
    assert "does not answer as it must" in db_errors.for_operator(error)
    assert db_errors.trouble_of(ValueError()) is Trouble.OTHER


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "torn.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.executemany("INSERT INTO t VALUES (?)", [("x" * 3000,)] * 20)
    connection.close()
    whole = path.read_bytes()
    for cut in (b"no database", whole[:4096] + b"\xff" * 8192 + whole[12288:]):
        path.write_bytes(cut)
        database = Database(f"sqlite:///{path}")
        error = error_of(database, "SELECT count(*) FROM t WHERE x LIKE '%y'")
        database.dispose()
        assert db_errors.trouble_of(error) is Trouble.DAMAGED


def test_somebody_else_writes(tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        session.execute(text("CREATE TABLE t (x)"))
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        with pytest.raises(DBAPIError) as raised:
            connection.exec_driver_sql("INSERT INTO t VALUES (1)")
    other.close()
    database.dispose()
    assert db_errors.waits(raised.value)


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        # What a full disk gives where a database is opened that nobody has open.
        (sqlite3.SQLITE_IOERR_SHMSIZE, Trouble.FULL), (sqlite3.SQLITE_IOERR_READ, Trouble.FAILING),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Trouble.WAITING),
    ],
)  # fmt: skip
def test_what_sqlite_says_by_its_longer_code(code: int, trouble: Trouble) -> None:
    cause = sqlite3.OperationalError("disk I/O error")
    cause.sqlite_errorcode = code
    assert db_errors.trouble_of(DBAPIError("SELECT 1", None, cause)) is trouble


@POSTGRESQL
@pytest.mark.parametrize(
    ("state", "trouble"),
    [
        ("53100", Trouble.FULL), ("53300", Trouble.WAITING), ("40001", Trouble.WAITING),
        ("40P01", Trouble.WAITING), ("57P01", Trouble.WAITING), ("55P03", Trouble.WAITING),
        ("XX001", Trouble.DAMAGED), ("58030", Trouble.FAILING), ("58P01", Trouble.DAMAGED),
        ("42501", Trouble.READ_ONLY), ("42601", Trouble.OTHER), ("P0001", Trouble.OTHER),
    ],
)  # fmt: skip
def test_what_postgresql_says_by_its_code(database: Database, state: str, trouble: Trouble) -> None:
    raises = f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$"
    assert db_errors.trouble_of(error_of(database, raises)) is trouble


@SQLITE
def test_a_server_that_is_not_there_is_waited_for(context: Context) -> None:
    error = error_of(away(context).database, "SELECT 1")
    refusal = db_errors.refusal_of(error)
    assert refusal is not None
    assert (refusal.slug, refusal.facts) == ("unavailable", {"retry_after": 5})
    assert "Connection refused" in db_errors.for_operator(error)
    assert db_errors.waits(PoolTimeoutError("all are in use"))


def of_others() -> bytes:
    """Return the bytes of an SQLite database of another program."""
    with closing(sqlite3.connect(":memory:")) as other:
        other.execute("CREATE TABLE theirs (id)")
        return other.serialize()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"no database", "The database is damaged, or its file is none: stop the service"),
        (b"", "There is no database at "),
        (of_others(), "The database holds no tables of this service: run"),
    ],
)
def test_a_command_says_it_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    content: bytes, sentence: str,
) -> None:  # fmt: skip
    (tmp_path / "some.db").write_bytes(content)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/some.db")
    for name in SECRET_NAMES:
        monkeypatch.setenv(PREFIX + name.upper(), "ab" * 32)
    with pytest.raises(SystemExit) as ended:
        cli.main(["letters", "list"])
    (line,) = capsys.readouterr().err.splitlines()
    assert (ended.value.code, line.startswith(sentence)) == (1, True), line


class Twice(threading.Event):
    """Ends the one loop that waits for it after two rounds."""

    rounds = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.rounds += 1
        if self.rounds == 2:
            self.set()
        return self.is_set()


def test_a_worker_lives_on_and_says_what_it_waits_for(
    context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    # One loop, not `run`: where several threads share the event, one may end another's first round.
    with only_read(context.database):
        worker.work(context, Twice(), Holding(), Watch(), worker.ALL)
    assert [line.partition(": ")[2][:9] for line in caplog.messages] == ["read_only"] * 2


def test_each_trouble_has_its_problem_type() -> None:
    assert {*db_errors.SAID, Trouble.OTHER} == set(Trouble)
    assert {said.slug for said in db_errors.SAID.values()} <= PROBLEMS.keys()
