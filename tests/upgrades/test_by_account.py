"""References and answered requests that were a key's become the account's."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import JSON, bindparam, text

from complaints import migration
from complaints.services.logins import people
from complaints.storage.db import Database
from tests.services.decisions.desk import VAULT, Desk

pytestmark = pytest.mark.both_databases

ITEM = "https://item.taobao.com/item.htm?id="


def test_what_was_a_keys_is_the_accounts(database: Database, now: datetime) -> None:
    desk = Desk(database, now)
    acme, portal = desk.filer(), desk.partner()
    keys = [
        desk.do(
            people.issue_key, kind=owner.kind, owner_id=owner.id, label="x", vault=VAULT
        ).id
        for owner in (acme, acme, portal)
    ]  # fmt: skip
    filed = [desk.file(acme, reference=f"A-{n}", targets=[{"url": f"{ITEM}{n}"}]) for n in (1, 2)]
    filed += [desk.file(acme, reference="A-3", targets=[{"url": f"{ITEM}3"}])]
    ben = {"reference": "c-ben", "name": "Ben", "kind": "rights_holder", "email": "b@ben.example"}
    filed += [desk.file(portal, filer=ben, reference="A-1")]
    ids = [each.complaint.id for each in filed]
    migration.downgrade(database, "0032")
    as_it_was = {
        ids[0]: (f"key-{keys[0]}", "A-1"),
        ids[1]: (f"key-{keys[1]}", "A-1"),
        ids[2]: (f"form-{acme.id}", "A-3"),
        ids[3]: (f"key-{keys[2]}", "A-1"),
    }
    with database.engine.begin() as connection:
        for row, (source, reference) in as_it_was.items():
            connection.execute(
                text("UPDATE complaint SET source = :s, reference = :r WHERE id = :id"),
                {"s": source, "r": reference, "id": row},
            )
        answered = text(
            "INSERT INTO replay (api_key_id, key, fingerprint, status, headers, created_at) "
            "VALUES (:by, :key, :print, 201, :headers, :at)"
        ).bindparams(bindparam("headers", type_=JSON()))
        leads = {"Location": f"/api/v1/complaints/{ids[3]}"}
        for by, key, digest, headers in (
            (keys[0], "lost", "one", {}), (keys[1], "lost", "one", {}),
            (keys[0], "other", "one", {}), (keys[1], "other", "two", {}),
            (keys[2], "lost", "one", leads),
        ):  # fmt: skip
            values = {"by": by, "key": key, "print": digest, "headers": headers, "at": now}
            connection.execute(answered, values)
    migration.upgrade(database)
    (ben_id,) = {filed[3].complaint.filer_id}
    with database.engine.begin() as connection:
        sources = connection.execute(text("SELECT source FROM complaint ORDER BY id")).scalars()
        assert sources.all() == [
            f"filer-{acme.id}", f"key-{keys[1]}", f"filer-{acme.id}",
            f"partner-{portal.id}-filer-{ben_id}",
        ]  # fmt: skip
        rows = connection.execute(text("SELECT key, owner, filer FROM replay ORDER BY id")).all()
        assert [tuple(row) for row in rows] == [
            ("lost", f"filer-{acme.id}", ""), ("lost", None, ""),
            ("other", None, ""), ("other", None, ""),
            ("lost", f"partner-{portal.id}", "c-ben"),
        ]  # fmt: skip
    # What this version answers has no key: a step back gives it to the newest of its owner.
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE replay SET api_key_id = NULL WHERE owner IS NOT NULL"))
    migration.downgrade(database, "0032")
    with database.engine.begin() as connection:
        rows = connection.execute(text("SELECT key, api_key_id FROM replay ORDER BY id")).all()
    assert {tuple(row) for row in rows} == {
        ("lost", keys[1]), ("other", keys[0]), ("other", keys[1]), ("lost", keys[2]),
    }  # fmt: skip
    migration.upgrade(database)
