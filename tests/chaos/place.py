"""A place to work in: an empty service's database, its keys, and disks that can be filled."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from complaints import migration
from complaints.health import opening
from complaints.settings.config import Config
from complaints.storage.context import Context
from tests.bench.market import make_big_market
from tests.bench.rolling import surroundings
from tests.bench.stored import store
from tests.scenes import postgresql
from tests.scenes.postgresql import Cluster, quick_folder

# Megabytes. Health calls a disk full that has fewer than 50 left.
ROOM = {"database": 400, "documents": 80}
# What was committed is written when a server is killed; nothing here takes the power away.
COMMITS = "synchronous_commit=on"


@dataclass
class Disk:
    """A folder with a room of its own, where root may mount one."""

    folder: Path
    is_own: bool

    def fill(self) -> None:
        """Take what room is left."""
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            block = bytes(1 << 16)
            while block:
                try:
                    filler.write(block)
                except OSError:
                    block = block[: len(block) // 2]

    def empty(self) -> None:
        """Make room again."""
        (self.folder / "filler").unlink(missing_ok=True)


@dataclass
class Place:
    """One service's database and documents, on disks of their own where that can be."""

    folder: Path
    context: Context
    disks: dict[str, Disk]
    cluster: Cluster | None = None

    @property
    def name(self) -> str:
        return "PostgreSQL" if self.cluster else "SQLite"

    @cached_property
    def environment(self) -> dict[str, str]:
        documents = {"CLEANHANDS_DOCUMENTS": self.context.config.documents}
        return surroundings(self.context, self.folder) | documents


@contextmanager
def on_sqlite(claims: int) -> Iterator[Place]:
    with quick_folder() as folder, ExitStack() as stack:
        disks = {name: stack.enter_context(_disk(folder, name)) for name in ROOM}
        url = f"sqlite:///{disks['database'].folder}/cleanhands.db"
        yield stack.enter_context(_opened(folder, disks, url, claims))


@contextmanager
def on_postgresql(claims: int) -> Iterator[Place]:
    with quick_folder() as folder, ExitStack() as stack:
        disks = {name: stack.enter_context(_disk(folder, name)) for name in ROOM}
        server = stack.enter_context(postgresql.cluster(disks["database"].folder, COMMITS))
        yield stack.enter_context(_opened(folder, disks, server.url, claims, server))


@contextmanager
def _opened(
    folder: Path, disks: dict[str, Disk], url: str, claims: int, server: Cluster | None = None
) -> Iterator[Place]:
    signing, identity, encryption = (os.urandom(32) for _ in range(3))
    documents = str(disks["documents"].folder / "documents")
    context = Context.of(Config(url, signing, identity, encryption, documents=documents))
    migration.upgrade(context.database)
    if claims:
        store(context.database, make_big_market(claims))
    opening.ready(context)
    yield Place(folder, context, disks, server)
    context.database.dispose()


@contextmanager
def _disk(place: Path, name: str) -> Iterator[Disk]:
    """Mount a disk in memory that others may enter; a plain folder where that may not be."""
    folder = place / name
    folder.mkdir()
    options = f"size={ROOM[name]}m,mode=0711"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    may = os.geteuid() == 0 and shutil.which("mount") is not None
    is_own = may and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    folder.chmod(0o711)
    try:
        yield Disk(folder, is_own)
    finally:
        if is_own:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
