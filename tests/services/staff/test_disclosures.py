"""Sealed identities are read by reviewers only, and the ledger keeps each reading."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from complaints.models import FilerIdentity, LedgerEntry
from complaints.rules.actors import SYSTEM, Scope
from complaints.services.logins import filers
from complaints.services.staff import disclosures
from complaints.storage.db import Database
from complaints.storage.vault import Vault
from tests.refusals import refused
from tests.services.decisions.desk import VAULT, Desk

pytestmark = pytest.mark.both_databases

SAM = {"reference": "s-1", "name": "Sam", "email": "Sam@Example.org", "ip": "203.0.113.9"}


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


def entries(desk: Desk) -> list[tuple[str, str, int, str | None, dict[str, Any]]]:
    verbs = ("exported", "read_identities")
    with desk.database.reading() as session:
        found = session.scalars(select(LedgerEntry).where(LedgerEntry.verb.in_(verbs)))
        return [(e.verb, e.subject, e.subject_id, e.why, e.facts) for e in found]


def test_a_reviewer_reads_what_was_sealed_with_this_key(desk: Desk) -> None:
    portal, rev = desk.partner(), desk.staff("rev")
    filer_id = desk.file(portal, filer=SAM).complaint.filer_id
    read = filers.read_identities
    found = desk.do(read, rev, filer_id, why="A case.", vault=VAULT)
    assert {(one.kind, one.value, one.domain) for one in found} == {
        ("email", "Sam@Example.org", "example.org"), ("ip", "203.0.113.9", None),
        ("ip_net", None, None),
    }  # fmt: skip
    assert {(one.first_seen, one.last_seen) for one in found} == {(desk.now, desk.now)}
    assert entries(desk) == [("read_identities", "filer", filer_id, "A case.", {"count": 3})]
    another = Vault(VAULT.identity_key, b"n" * 32)
    found = desk.do(read, rev, filer_id, why="A case.", vault=another)
    assert [one.value for one in found] == [None] * 3
    with desk.database.transaction() as session:
        for row in session.scalars(select(FilerIdentity)):
            row.sealed = None
    found = desk.do(read, rev, filer_id, why="A case.", vault=VAULT)
    assert [one.value for one in found] == [None] * 3


def test_nobody_else_reads_identities(desk: Desk) -> None:
    acme = desk.filer()
    said: dict[str, Any] = {"why": "w", "vault": VAULT}
    for actor in (acme, desk.partner(), SYSTEM):
        assert refused(desk.do, filers.read_identities, actor, acme.id, **said).slug == "forbidden"
    reading = replace(desk.staff("ann"), scopes=frozenset({Scope.READ}))
    assert refused(desk.do, filers.read_identities, reading, acme.id, **said).slug == "forbidden"
    unknown = refused(desk.do, filers.read_identities, desk.staff("rev"), 999, **said)
    assert unknown.slug == "not-found"
    assert entries(desk) == []


def test_an_export_with_identities_is_recorded(desk: Desk) -> None:
    desk.do(disclosures.disclose_all, desk.staff("rev"), source="partner-1")
    assert entries(desk) == [("exported", "identities", 0, None, {"source": "partner-1"})]
    assert refused(desk.do, disclosures.disclose_all, desk.filer(), source=None).slug == "forbidden"
    by_hand = refused(desk.do, disclosures.compare_contact, SYSTEM, "sam@example.org", vault=VAULT)
    assert by_hand.slug == "forbidden"
