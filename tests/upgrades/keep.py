"""Keep data that this code makes, for every later revision to be tried on it.

Example: python -m tests.upgrades.keep

Run it once, when a revision has landed and before the next one is written, and commit both files:
the new one, and the list of landed revisions (docs/testing.md).
"""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from flask import Flask

from complaints import migration
from complaints.settings.config import Config
from complaints.storage.context import Context
from tests.scenes.described import DescribedClient
from tests.scenes.opened import open_new
from tests.upgrades import landed, rows
from tests.upgrades.making import make_everything


def make_kept(folder: Path) -> rows.Kept:
    """Make the data in a folder, and return what is to be kept of it."""
    Flask.test_client_class = DescribedClient
    documents = folder / "documents"
    context = Context.of(
        Config(f"sqlite:///{folder}/cleanhands.db", documents=str(documents), **rows.KEYS)
    )
    open_new(context.database)
    make_everything(context)
    stored = {
        str(path.relative_to(documents)): path.read_bytes()
        for path in sorted(documents.rglob("*"))
        if path.is_file()
    }
    made = rows.of(context.database)
    context.database.dispose()
    return rows.Kept(migration.head_revision(), rows.KEYS, made, stored)


if __name__ == "__main__":
    logging.disable()
    with tempfile.TemporaryDirectory() as name:
        made = make_kept(Path(name))
    landed.add(made.revision)
    file = rows.write(made, rows.file_of(made.revision))
    print(f"{file.name}: {file.stat().st_size:,} bytes")  # noqa: T201
