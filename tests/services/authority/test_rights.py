"""Registering a right: once a statement, with dates that can be."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.base.errors import Refusal
from complaints.models import Document, LedgerEntry, Right, RightDocument, RightsHolder
from complaints.queries.authority import rights as asked
from complaints.rules.actors import Actor
from complaints.services.authority import rights
from complaints.services.filing import checks
from complaints.storage.db import Database
from tests.noted import noted
from tests.refusals import refused
from tests.scenes.working import working
from tests.services.decisions.desk import HOLDER, MARK, VAULT, Desk


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


def register(desk: Desk, actor: Actor, **options: Any) -> Any:
    given = {"right": MARK, "rights_holder": HOLDER, "filer": None, "vault": VAULT, **options}
    return desk.do(rights.register, actor, **given)


@pytest.mark.both_databases
def test_a_statement_is_one_row(desk: Desk) -> None:
    acme = desk.filer()
    first, again = register(desk, acme), register(desk, acme)
    other = register(desk, acme, right={**MARK, "title": "ACME II"})
    assert first.id == again.id != other.id
    assert first.key == other.key
    with desk.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RightsHolder)) == 1


def test_accounts_of_an_operator_share_no_rights_holders(desk: Desk) -> None:
    mine, yours = register(desk, desk.filer("a")), register(desk, desk.filer("b"))
    assert mine.rights_holder_id != yours.rights_holder_id


def test_the_ledger_says_who_registered(desk: Desk) -> None:
    acme = desk.filer()
    mark = register(desk, acme)
    with desk.database.reading() as session:
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.subject == "right")).one()
    assert (entry.verb, entry.subject_id, entry.actor_id) == ("registered", mark.id, acme.id)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"registered_on": date(2030, 1, 1)}, "/registered_on"),
        ({"applied_on": date(2016, 1, 1)}, "/registered_on"),
        ({"status": "cancelled"}, "/status"),
    ],
)
def test_an_impossible_right_is_refused(desk: Desk, wrong: dict[str, Any], pointer: str) -> None:
    caught = refused(register, desk, desk.filer(), right={**MARK, **wrong})
    assert [field.pointer for field in caught.fields] == [pointer]


def test_a_partner_registers_for_its_filers_and_sees_only_theirs(desk: Desk) -> None:
    portal, other = desk.partner("portal"), desk.partner("other")
    sam = {"reference": "s-1", "name": "Sam"}
    mark = register(desk, portal, filer=sam)
    with desk.database.reading() as session:
        assert asked.get_right(working(session, portal), mark.id).id == mark.id
        with pytest.raises(Refusal):
            asked.get_right(working(session, other), mark.id)
        found = asked.find_rights(
            working(session, portal), kind=None, filer_id=None, after=None, limit=9
        )
        assert [right.id for right in found] == [mark.id]
        assert session.scalar(select(Right.filer_id)) == found[0].filer_id
    with pytest.raises(Refusal, match="behalf"):
        register(desk, portal)


@pytest.mark.both_databases
def test_papers_are_added_to_a_right_that_is_stated_again(desk: Desk) -> None:
    acme = desk.filer()
    deed = {"kind": "registration", "sha256": "a" * 64, "filename": "deed.pdf"}
    mark = register(desk, acme, documents=[deed])
    other = {"kind": "evidence", "sha256": "b" * 64}
    again = desk.do(
        rights.register, acme, right=MARK, rights_holder=HOLDER, filer=None, vault=VAULT,
        documents=[deed, other], at=desk.now + timedelta(days=1),
    )  # fmt: skip
    assert again.id == mark.id
    with desk.database.reading() as session:
        question = (
            select(Document.sha256, RightDocument.kind, RightDocument.filename)
            .join(RightDocument, RightDocument.document_id == Document.id)
            .where(RightDocument.right_id == mark.id)
            .order_by(Document.sha256)
        )
        assert list(session.execute(question).tuples()) == [
            ("a" * 64, "registration", "deed.pdf"), ("b" * 64, "evidence", None),
        ]  # fmt: skip
        entries = session.scalars(select(LedgerEntry).where(LedgerEntry.subject == "right")).all()
        assert [entry.facts for entry in entries] == [{"kind": "trademark", "filer": acme.id}]


def test_all_that_is_wrong_with_a_right_is_said_at_once(desk: Desk) -> None:
    days = {"priority_on": date(2021, 1, 1), "applied_on": date(2020, 1, 1),
            "registered_on": date(2019, 1, 1), "first_published_on": date(2030, 1, 1)}  # fmt: skip
    with pytest.raises(Refusal) as caught:
        register(desk, desk.filer(), right={**MARK, **days, "status": "expired"})
    assert [field.pointer for field in caught.value.fields] == [
        "/status", "/first_published_on", "/applied_on", "/registered_on",
    ]  # fmt: skip


def test_only_its_own_account_adds_papers_and_the_ledger_has_it(desk: Desk) -> None:
    acme, rev = desk.filer(), desk.staff("rev")
    mark = register(desk, acme)
    papers = [{"kind": "registration", "sha256": "a" * 64}]
    for actor, slug in ((rev, "forbidden"), (desk.filer("other"), "not-found")):
        stopped = refused(desk.do, rights.add_papers, actor, mark.id, papers, vault=VAULT)
        assert stopped.slug == slug
    portal = desk.partner()
    named = {"reference": "agency", "name": "Harrow IP", "kind": "agent"}
    theirs = register(desk, portal, filer=named)
    stopped = refused(desk.do, rights.add_papers, portal, theirs.id, papers, vault=VAULT)
    assert (stopped.slug, "Only the account" in str(stopped)) == ("forbidden", True)
    desk.do(rights.add_papers, acme, mark.id, papers, vault=VAULT)
    assert noted(desk.database, "shown") == [("right", mark.id, "filer")]
    own = refused(desk.do, checks.see_right, acme, mark.id, reason="We compared it ourselves.")
    assert own.slug == "forbidden"
