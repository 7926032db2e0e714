"""A revision that has landed stays as it is, has data kept for it, and says what it survives."""

from __future__ import annotations

import pytest
from alembic.script import ScriptDirectory

from complaints import migration
from complaints.migration.revisions import config_for
from tests.upgrades import landed, rows
from tests.upgrades.test_kept import NEWEST, OLDER

FILES = landed.files()
# Below there is no data of the code: it is tried from here on.
FIRST_KEPT = "0025"
# From here on a revision says which code goes on running beside it.
FIRST_SURVIVAL = "0026"


@pytest.mark.parametrize("name", landed.listed())
def test_a_landed_revision_is_not_edited(name: str) -> None:
    assert landed.digest(name) == landed.listed()[name], (
        f"{name} has landed: databases have it behind them, and what is edited now never reaches "
        "them. Undo the edit and write a new revision."
    )


def test_a_file_is_named_by_its_revision_and_in_the_order_of_all() -> None:
    # A service that starts reads the names alone.
    walked = ScriptDirectory.from_config(config_for()).walk_revisions()
    revisions = [script.revision for script in walked][::-1]
    assert revisions == list(FILES)
    assert (migration.base_revision(), migration.head_revision()) == (revisions[0], revisions[-1])
    assert [migration.before(each) for each in revisions] == [None, *revisions[:-1]]


def test_what_a_revision_follows_on_has_landed_and_has_data_kept() -> None:
    known = [revision for revision in FILES if revision != migration.head_revision()]
    assert [revision for revision in known if FILES[revision] not in landed.listed()] == []
    kept = [revision for revision in known if revision >= FIRST_KEPT]
    missing = [revision for revision in kept if not rows.file_of(revision).exists()]
    assert missing == [], "in the tree before this revision: python -m tests.upgrades.keep"


def test_each_revision_says_which_code_runs_on_beside_it() -> None:
    for revision in FILES:
        if revision >= FIRST_SURVIVAL:
            survives = migration.survived_by(revision)
            assert survives is not None, f"{revision} lacks survives = …, see docs/testing.md"
            assert survives <= revision


@pytest.mark.parametrize(
    "revision",
    [*(pytest.param(each, marks=pytest.mark.thorough) for each in OLDER), *NEWEST],
)
def test_kept_data_is_small_and_of_every_table(revision: str) -> None:
    assert rows.file_of(revision).stat().st_size < 200_000
    tables = {thing.table for thing in migration.shape_at(revision)} - {rows.VERSION, rows.INDEX}
    assert tables - rows.read(revision).rows.keys() == set()
