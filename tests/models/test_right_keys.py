"""Revision 0016 gives stored rights their new keys, and what hangs on these keys with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import MetaData, insert, select

from complaints import migration
from complaints.storage.db import Database
from tests.scenes.clock import NOW

# Its revision has landed and stays as it is: test_kept takes it every day.
pytestmark = pytest.mark.thorough

BEFORE, AFTER = "0015", "0016"
LOGO = "copyright|title|1bd622797199419a53e208153fd5a8fd"


class Record:
    """A database as it was before the revision, filled table by table."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.tables = MetaData()
        self.tables.reflect(database.engine)
        for filer in (1, 2):
            self.add("filer", id=filer, source="s", reference=str(filer), name="F", party="f",
                     created_at=NOW)  # fmt: skip
        self.add("marketplace", id=1, slug="ebay", name="eBay")
        self.add("listing", id=1, marketplace_id=1, reference="1", url="https://a.example",
                 kind="listing", created_at=NOW)  # fmt: skip

    def add(self, table: str, **values: Any) -> None:
        with self.database.transaction() as session:
            session.execute(insert(self.tables.tables[table]).values(**values))

    def right(self, id: int, key: str, *, filer_id: int = 1, **facts: Any) -> None:
        """Add a right with a complaint on it; both have one id."""
        self.add("right", id=id, filer_id=filer_id, key=key, digest=str(id), created_at=NOW,
                 **{"kind": "trademark", "jurisdiction": "EU"} | facts)  # fmt: skip
        self.add("complaint", id=id, source="s", reference=str(id), filer_id=filer_id,
                 right_id=id, basis="other", statement="", filed_at=NOW, recorded_at=NOW,
                 unlisted_rejected=0)  # fmt: skip

    def claim(self, id: int, key: str, *, state: str = "received") -> None:
        self.add("claim", id=id, complaint_id=id, listing_id=1, filer_id=1, right_key=key,
                 position=0, url="https://a.example", state=state, listing_down=False,
                 version=1)  # fmt: skip

    def alarm(self, id: int, key: str, complaint_id: int, answer: str | None = None) -> None:
        self.add("alarm", id=id, filer_id=2, by_filer_id=1, complaint_id=complaint_id,
                 kind="right", subject=key, made_at=NOW, answer=answer,
                 answered_at=NOW if answer else None, version=1)  # fmt: skip

    def read(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        shown = self.tables.tables[table].c
        with self.database.reading() as session:
            rows = session.execute(select(*(shown[name] for name in columns)).order_by(shown.id))
            return [tuple(row) for row in rows]


@pytest.fixture
def record(database: Database) -> Iterator[Record]:
    migration.downgrade(database, BEFORE)
    try:
        yield Record(database)
    finally:
        migration.upgrade(database)


def test_keys_follow_there_and_back(record: Record) -> None:
    old = [
        "trademark|eu|018123456", "copyright|cn|国作登字2019f00123456", "trademark|us|na", LOGO,
        "trademark|gb|7",
    ]  # fmt: skip
    record.right(1, old[0], number="018123456")
    record.right(2, old[1], kind="copyright", jurisdiction="CN", number="国作登字-2019-F-00123456")
    record.right(3, old[2], jurisdiction="US", number="N/A", title="Velora")
    record.right(4, old[3], kind="copyright", jurisdiction=None, title="Logo", filer_id=2)
    record.right(5, old[4], jurisdiction="GB", number="7")
    migration.upgrade(record.database, AFTER)
    new = [key for (key,) in record.read("right", "key")]
    assert new[:2] == ["trademark|eu|18123456", "copyright|cn|国作登字2019f123456"]
    assert [key.rpartition("|")[0] for key in new[2:4]] == [
        "trademark|us|title",
        "copyright||title",
    ]
    assert new[4] == old[4]
    migration.downgrade(record.database, BEFORE)
    assert [key for (key,) in record.read("right", "key")] == old


def test_of_two_open_claims_that_meet_the_later_is_a_duplicate(record: Record) -> None:
    spelt = ["018123456", "18123456", "EM18123456", "18123457"]
    for id, number in enumerate(spelt, 1):
        record.right(id, f"trademark|eu|{number.lower()}", number=number)
        record.claim(
            id, f"trademark|eu|{number.lower()}", state="closed" if id == 3 else "received"
        )
    migration.upgrade(record.database, AFTER)
    one = "trademark|eu|18123456"
    assert record.read("claim", "id", "right_key", "duplicate_of") == [
        (1, one, None), (2, one, 1), (3, one, None), (4, "trademark|eu|18123457", None),
    ]  # fmt: skip


def test_alarms_that_meet_become_the_weightiest(record: Record) -> None:
    for id, number in enumerate(("018123456", "18123456", "EU18123456", "7"), 1):
        record.right(id, f"trademark|eu|{number.lower()}", number=number)
    record.alarm(1, "trademark|eu|018123456", 1, "authorized")
    record.alarm(2, "trademark|eu|18123456", 2, "not_authorized")
    record.alarm(3, "trademark|eu|eu18123456", 3)
    record.alarm(4, "trademark|eu|7", 4)
    migration.upgrade(record.database, AFTER)
    assert record.read("alarm", "id", "subject", "answer") == [
        (2, "trademark|eu|18123456", "not_authorized"), (4, "trademark|eu|7", None),
    ]  # fmt: skip
