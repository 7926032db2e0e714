"""Data that each earlier revision's code made comes up to this code, goes down again, and up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from complaints import drift, migration
from complaints.commands.migrate import after_the_tables
from complaints.drift.reading import of_database
from complaints.drift.shapes import SEARCH, Kind, Shape
from complaints.health import opening
from complaints.models import Base
from complaints.settings.config import Config
from complaints.storage.context import Context
from complaints.storage.db import Database
from tests.scenes.callers import app_of, make_caller
from tests.scenes.chains import verify
from tests.upgrades import rows
from tests.upgrades.keep import make_kept
from tests.upgrades.rows import Kept, Rows

pytestmark = pytest.mark.both_databases

REVISIONS = sorted(path.name.removesuffix(".jsonl.xz") for path in rows.FOLDER.iterdir())
# A landed revision does not change: the newest tells whether the next one goes on from it.
OLDER, NEWEST = REVISIONS[:-1], REVISIONS[-1:]
SEARCHED = {thing for things in SEARCH.values() for thing in things}
# A column that is no more.
GONE = "gone"
# An address in a letter, which is kept nowhere, and the mark of its place.
LINK, PLACE = re.compile(r"http://\S+/(?:answer|joining)/[A-Za-z0-9._-]+"), "[/link]"
# What revisions make of a value that was kept, on its way to the newest.
BECOMES: dict[str, Callable[[dict[str, Any]], Any]] = {
    # "hands" as a link's source is "identifiers" (0020).
    "filer_link.source": lambda row: row["source"].replace("hands", "identifiers"),
    # A letter keeps the place of its link (0021, 0024), and each word beside it (0035).
    "letter.body": lambda row: LINK.sub(PLACE, row["body"]).replace(
        "[the link to answer / 答复链接]", PLACE
    ),
    # A party is a row and its name is folded (0023); deadlines are rows of clocks (0027).
    "filer.party": lambda _row: GONE,
    "rights_holder.party": lambda _row: GONE,
    "claim.answer_due": lambda _row: GONE,
    "claim.reply_due": lambda _row: GONE,
    # Which says of itself from where on code survives it (0027).
    "installation.oldest_code": lambda row: max(row["oldest_code"], "0030"),
    # What a boycott stops is a table; the time to answer runs from when a warning arrived (0030).
    "boycott.stops": lambda _row: GONE,
    "boycott.answer_due": lambda row: None if row["state"] == "warned" else row["answer_due"],
    # References belong to the account that files (0033).
    "complaint.source": lambda row: re.sub("^key-.*", f"filer-{row['filer_id']}", row["source"]),
}


@pytest.fixture(
    params=[*(pytest.param(each, marks=pytest.mark.thorough) for each in OLDER), *NEWEST]
)
def kept(request: pytest.FixtureRequest) -> Kept:
    return rows.read(request.param)


@pytest.fixture
def before(database: Database, kept: Kept) -> Database:
    """A database at the kept revision with what is kept in it."""
    migration.downgrade(database, kept.revision)
    assert shape(database) == compared(database, migration.shape_at(kept.revision))
    rows.load(database, kept.rows)
    return database


def shape(database: Database) -> Shape:
    with database.engine.connect() as connection:
        return compared(database, of_database(connection))


def compared(database: Database, shape: Shape) -> Shape:
    """Return what is compared of a shape; PostgreSQL has triggers and a search of its own."""
    return {
        thing: has
        for thing, has in shape.items()
        if database.is_sqlite or (thing.kind is not Kind.TRIGGER and thing not in SEARCHED)
    }


def test_what_was_kept_goes_up_down_and_up_again(
    before: Database, kept: Kept, tmp_path: Path
) -> None:
    assert rows.of(before) == kept.rows
    migration.upgrade(before)
    assert drift.find_drift(before) == drift.Drift()
    assert lost(expected(kept.rows), rows.of(before)) == set()
    serves(before, kept, tmp_path)
    # What was sealed before 0024 is bound to its row now: a step back leaves it so.
    changed = lost(kept.rows, rows.of(before))
    while (here := migration.current(before)) != kept.revision:
        migration.downgrade(before, "-1")
        assert migration.current(before) == migration.before(str(here))
    assert lost(kept.rows, rows.of(before)) <= changed
    migration.upgrade(before)
    assert lost(kept.rows, rows.of(before)) <= changed


def expected(kept: Rows) -> Rows:
    """Return what was kept as it is to be now, value by value."""
    return {
        table: [
            {
                name: BECOMES.get(f"{table}.{name}", lambda row, name=name: row[name])(row)
                for name in row
            }
            for row in made
        ]
        for table, made in kept.items()
    }


def lost(kept: Rows, there: Rows) -> set[str]:
    """Return what is not there as it was kept: tables and columns, by the rows that were kept."""
    gone = set()
    for table, made in kept.items():
        keys: list[str] = [name for name in ("id", "number") if name in made[0]] or [*made[0]]
        found = {tuple(str(row.get(key)) for key in keys): row for row in there.get(table, [])}
        for row in made:
            now = found.get(tuple(str(row[key]) for key in keys))
            if now is None:
                gone.add(table)
            else:
                gone |= {f"{table}.{name}" for name in row if now.get(name, GONE) != row[name]}
    return gone


def serves(database: Database, kept: Kept, folder: Path) -> None:
    """Open the service over it: the lists answer, a document opens, the ledger holds."""
    for path, data in kept.documents.items():
        file = folder / "documents" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    url = database.engine.url.render_as_string(hide_password=False)
    config = Config(url, **kept.keys, documents=str(folder / "documents"))
    context = replace(Context.of(config), database=database)
    after_the_tables(context)
    context = opening.serving(context)
    assert verify(context).holds
    app = app_of(context)
    reader = make_caller(app, context, "administrator", "reader")
    for noun in ("complaint", "flag", "boycott"):
        for path in (f"/{noun}s", f"/{noun}s/{kept.rows[noun][0]['id']}"):
            answer = reader.get(path)
            assert answer.status_code == 200, answer.text
    upload = next(row["id"] for row in kept.rows["upload"] if row["owner_kind"] == "filer")
    paper = reader.get(f"/documents/{upload}")
    assert (paper.status_code, paper.data[:4]) == (200, b"\x89PNG"), paper.text


@pytest.mark.thorough
def test_what_this_code_makes_can_be_kept(tmp_path: Path) -> None:
    """A revision that has landed is kept by the code of its day: no table stands in the way."""
    made = make_kept(tmp_path)
    assert set(made.rows) == set(Base.metadata.tables)
    written = rows.write(made, tmp_path / "kept.jsonl.xz")
    assert rows.read_file(written) == made
