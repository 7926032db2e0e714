"""The link in a letter about a notice without an account: it reads, and appeals with a code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from complaints.base.clock import utcnow
from complaints.models import (
    Account,
    Appeal,
    Claim,
    Clock,
    Complaint,
    Filer,
    Letter,
    SecretLink,
    StatementOfReasons,
)
from complaints.rules.actors import SYSTEM, PersonRole, person
from complaints.rules.mailing.secret_links import NOTICE_LASTS
from complaints.services.decisions import claims
from complaints.services.logins import people
from complaints.storage.context import Context
from complaints.storage.links import PLACE
from tests.scenes.links import HTML, confirm, link_to
from tests.scenes.working import working
from tests.web.test_notices import come_in, filed


@pytest.fixture
def complaint(app: Flask, context: Context) -> int:
    """A notice that was filed without an account and is not decided."""
    filed(come_in(app, name="Kim Lee"))
    with context.database.reading() as session:
        return session.scalars(select(Complaint.id)).one()


def reject(context: Context) -> int:
    with context.database.transaction() as session:
        claim = session.scalars(select(Claim.id).order_by(Claim.id)).first()
        assert claim is not None
        ann = people.add_person(
            working(session, SYSTEM, utcnow()), handle="ann", name="Ann", role=PersonRole.REVIEWER
        )
        work = working(session, person(ann.id, PersonRole.REVIEWER), utcnow())
        claims.decide(work, claim, decision="reject", code="no-infringement")
        return claim


@pytest.mark.both_databases
def test_the_receipts_link_reads_the_decision_and_appeals_with_a_code(
    app: Flask, context: Context, complaint: int
) -> None:
    link, browser = link_to(context, complaint_id=complaint), app.test_client()
    assert "Which listings?" not in browser.get(link, headers=HTML).text
    claim = reject(context)
    page = browser.get(link, headers=HTML).text
    assert "You can appeal until the end of" in page
    assert "Which listings?" not in page
    sent = {"claim_ids": str(claim), "grounds": "Look again."}
    assert browser.post(link, data=sent, headers=HTML).status_code == 403
    confirm(browser, context, link)
    assert "Which listings?" in browser.get(link, headers=HTML).text
    assert browser.post(link, data=sent, headers=HTML).status_code == 303
    assert "A different person decides it." in browser.get(link, headers=HTML).text
    with context.database.reading() as session:
        (appeal,) = session.scalars(select(Appeal))
        assert (appeal.claim_id, appeal.side, appeal.reach) == (claim, "filer", "mailbox")
        number = session.scalars(
            select(StatementOfReasons.id).where(StatementOfReasons.side == "filer")
        ).first()
    saved = browser.get(f"{link}/statements/{number}/statement.pdf")
    assert saved.mimetype == "application/pdf"


def test_it_is_good_for_that_notice_alone(app: Flask, context: Context, complaint: int) -> None:
    client = come_in(app)
    other = {"listings": "https://www.ebay.de/itm/123456789013"}
    filed(client, other)
    first = reject(context)
    with context.database.reading() as session:
        second = session.scalars(select(Complaint.id).order_by(Complaint.id.desc())).first()
        number = session.scalars(
            select(StatementOfReasons.id).where(StatementOfReasons.side == "filer")
        ).first()
    link, browser = link_to(context, complaint_id=second), app.test_client()
    confirm(browser, context, link)
    sent = {"claim_ids": str(first), "grounds": "Look again."}
    assert browser.post(link, data=sent, headers=HTML).status_code == 404
    assert browser.get(f"{link}/statements/{number}/statement.pdf").status_code == 404
    for path in (f"/complaints/{second}", "/notices/write"):
        assert browser.get(path).status_code == 302, path


def test_it_lives_as_long_as_the_newest_letters_and_longer_than_the_appeal(
    context: Context, complaint: int
) -> None:
    reject(context)
    began = utcnow()
    link_to(context, complaint_id=complaint, now=began)
    link_to(context, complaint_id=complaint, now=began + timedelta(days=100))
    with context.database.reading() as session:
        ends = {row.ends_at for row in session.scalars(select(SecretLink))}
        assert ends == {began + timedelta(days=100) + NOTICE_LASTS}
        appeals_end = session.scalars(select(Clock.ends_at).where(Clock.kind == "appeal_filer"))
        assert appeals_end.one() < began + NOTICE_LASTS


def test_one_that_is_over_stays_over_and_a_new_one_is_sent(
    app: Flask, context: Context, complaint: int
) -> None:
    link, browser = link_to(context, complaint_id=complaint), app.test_client()
    with context.database.transaction() as session:
        session.execute(update(SecretLink).values(ends_at=utcnow()))
    assert browser.get(link, headers=HTML).status_code == 410
    assert browser.post(f"{link}/renew", headers=HTML).status_code == 303
    with context.database.reading() as session:
        newest = session.scalars(select(Letter).order_by(Letter.id.desc())).first()
        assert newest is not None
        assert (newest.kind, newest.body.count(PLACE)) == ("link_renewed", 1)
    assert browser.get(link_to(context, complaint_id=complaint), headers=HTML).status_code == 200
    assert browser.get(link, headers=HTML).status_code == 410


def test_its_letters_ask_nobody_to_sign_in(app: Flask, context: Context, complaint: int) -> None:
    reject(context)
    with context.database.reading() as session:
        to_kim = Letter.filer_id.is_not(None), Letter.complaint_id == complaint
        letters = session.scalars(select(Letter.body).where(*to_kim)).all()
    assert len(letters) == 2
    for body in letters:
        assert ("ign in" in body, body.count(PLACE)) == (False, 1)


def test_no_letter_to_an_account_has_one(app: Flask, context: Context, complaint: int) -> None:
    with context.database.transaction() as session:
        session.scalars(select(Account)).one().password_hash = "set"
    reject(context)
    with context.database.reading() as session:
        filer = session.scalars(select(Filer.id)).one()
        letters = session.scalars(
            select(Letter.body).where(Letter.filer_id == filer).order_by(Letter.id)
        ).all()
    assert PLACE in letters[0]
    assert PLACE not in letters[-1]


def test_the_letter_is_masked_for_whoever_reads_it_here(
    app: Flask, context: Context, complaint: int
) -> None:
    client = come_in(app)
    with context.database.reading() as session:
        letter = session.scalars(select(Letter.id).where(Letter.body.contains(PLACE))).first()
    assert PLACE not in client.get(f"/letters/{letter}").text
