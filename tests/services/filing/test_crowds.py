"""Filings at once, from several processes: they lock in one order, and a store last of all."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import DBAPIError

from complaints.models import Letter, Store
from complaints.services.logins.accounts import lock_account
from complaints.storage.db import Database
from tests.bench.crowd import Crowd, run
from tests.scenes.opened import open_new
from tests.scenes.postgresql import throwaway
from tests.scenes.working import working
from tests.services.decisions.desk import ITEM, VAULT, Desk


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


@pytest.mark.slow
@pytest.mark.whole
def test_new_accounts_that_name_each_others_stores_all_file() -> None:
    with throwaway() as url:
        database = Database(url)
        open_new(database)
        database.dispose()
        told = run(url, Crowd("new", processes=3, clients=12, stores=6, rounds=4))
    assert (told.filed, dict(told.errors)) == (12 * 4, {})


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_is_written_to_an_account_does_not_wait_for_its_filing(desk: Desk) -> None:
    acme = desk.filer()
    with desk.database.transaction() as filing, desk.database.transaction() as other:
        lock_account(working(filing, acme, desk.now), None, vault=VAULT)
        other.execute(text("SET LOCAL lock_timeout = '1s'"))
        letter = {
            "kind": "x",
            "language": "en",
            "subject": "S",
            "body": "B",
            "created_at": desk.now,
        }
        other.execute(insert(Letter).values(filer_id=acme.id, **letter))
        with pytest.raises(DBAPIError), other.begin_nested():
            # A second filing of the account does wait.
            lock_account(working(other, acme, desk.now), None, vault=VAULT)


def test_what_is_said_of_a_store_is_written_last(desk: Desk) -> None:
    acme = desk.filer()
    desk.file(acme, targets=[{"url": f"{ITEM}1", "store_id": "s1", "store_name": "Shop"}])
    written: list[str] = []

    def note(*sent: object) -> None:
        found = re.match(r"(?:INSERT INTO|UPDATE) \"?(\w+)", str(sent[2]))
        written.extend(found[1] for found in [found] if found)

    event.listen(desk.database.engine, "before_cursor_execute", note)
    desk.file(acme, targets=[{"url": f"{ITEM}2", "store_id": "s1", "store_name": "The Shop"}])
    event.remove(desk.database.engine, "before_cursor_execute", note)
    others = {"claim", "complaint", "ledger", "letter", "clock"}
    assert others <= {*written[: written.index("store")]}
    assert not others & {*written[written.index("store") :]}


def test_that_a_store_is_as_it_was_is_kept_to_the_day(desk: Desk) -> None:
    acme = desk.filer()
    for number, (hours, name, noted) in enumerate(
        [
            (0, "Shop", 0),
            (23, "Shop", 0),
            (24, "A shop", 24),
            (48, "A shop", 24),
            (49, "A shop", 49),
        ]
    ):
        at = desk.now + timedelta(hours=hours)
        shown = {"store_id": "s1", "store_name": name}
        desk.file(acme, targets=[{"url": f"{ITEM}9{number}", **shown}], at=at)
        with desk.database.reading() as session:
            (store,) = session.scalars(select(Store))
            assert (store.name, store.reported_at) == (name, desk.now + timedelta(hours=noted))
