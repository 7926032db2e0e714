"""A made-up revision after the newest, in a copy of the folder of revisions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from complaints import migration
from complaints.migration import revisions

NEXT = f"{int(migration.head_revision()) + 1:04}"
REVISION = '''"""Made up"""

import os
import sys

import sqlalchemy as sa
from alembic import op

revision = {revision!r}
down_revision = {before!r}
branch_labels = None
depends_on = None
survives = {survives!r}


def upgrade() -> None:
    op.add_column("note", sa.Column("made_up", sa.String(), nullable=True))
    op.execute("UPDATE note SET made_up = 'kept'")
    op.create_table("made_up", sa.Column("id", sa.Integer(), primary_key=True))
    {middle}


def downgrade() -> None:
    op.drop_table("made_up")
    op.drop_column("note", "made_up")
'''


def put_next(folder: Path, *, survives: str = NEXT, middle: str = "") -> Path:
    """Copy the revisions into a folder, and add one that does something in its middle."""
    copy = folder / "migrations"
    shutil.copytree(revisions.FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    text = REVISION.format(
        revision=NEXT, before=migration.head_revision(), survives=survives, middle=middle
    )
    (copy / "versions" / f"{NEXT}_made_up.py").write_text(text)
    return copy


@contextmanager
def newer_code(folder: Path) -> Iterator[None]:
    """Run as the code that has the revisions of this folder."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(revisions, "FOLDER", folder)
        yield
