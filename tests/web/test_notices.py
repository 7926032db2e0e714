"""A notice without an account: by a stranger, a link, four things, a decision and an appeal."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from complaints.base.clock import utcnow
from complaints.models import (
    Account,
    Appeal,
    Claim,
    Complaint,
    ComplaintDocument,
    Filer,
    FilerIdentity,
    Letter,
    NoticeRequest,
)
from complaints.rules.actors import SYSTEM, PersonRole, person
from complaints.rules.logins import notice_requests as rules
from complaints.services.decisions import claims
from complaints.services.logins import people, sign_ups
from complaints.storage.context import Context
from complaints.web import notices
from tests.api.bodies import complaint
from tests.papers import makers
from tests.scenes.accounts import make_account
from tests.scenes.callers import Caller
from tests.scenes.working import working
from tests.web.accounts.mailbox import letters_to, link_to

KIM = "kim@reader.example"
NOW = datetime(2026, 12, 3, tzinfo=UTC)
WHAT = {
    "basis": "trademark", "listings": "https://www.ebay.de/itm/123456789012",
    "statement": "The picture shows my mark ACME on goods that are not mine.",
}  # fmt: skip
SIGNED = {"declaration.agreed": "dsa-16", "declaration.signed_by": "Kim Lee"}


def come_in(app: Flask, email: str = KIM, **who: str) -> FlaskClient:
    """Ask for the link, and open it; return the browser."""
    client = app.test_client()
    place = client.post("/notices", data={"email": email}).headers["Location"]
    assert client.get(place).status_code == 200
    opened = client.post(link_to(app, email), data=who)
    assert opened.headers["Location"] == "/notices/write", opened.get_data(as_text=True)
    return client


def filed(client: FlaskClient, what: dict[str, str] | None = None) -> str:
    """File a notice, and return the address of its receipt."""
    sign = client.post("/notices/write", data=WHAT | (what or {})).headers["Location"]
    assert client.get(sign).status_code == 200
    answer = client.post(sign, data=SIGNED)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


@pytest.mark.both_databases
def test_a_stranger_files_with_what_article_16_lists_and_is_found_again(
    app: Flask, context: Context
) -> None:
    client = come_in(app, name="Kim Lee")
    receipt = filed(client)
    assert client.get(receipt).status_code == 200
    with context.database.reading() as session:
        (filer,) = session.scalars(select(Filer))
        assert (filer.name, filer.kind) == ("Kim Lee", "individual")
        (mark,) = session.scalars(select(FilerIdentity).where(FilerIdentity.kind == "email"))
        assert mark.origin == "confirmed"
        (letter,) = session.scalars(select(Letter).where(Letter.filer_id == filer.id))
        assert "/notices" in letter.body
        complaint = session.scalars(select(Complaint)).one().id
    again = come_in(app)
    assert again.get(f"/complaints/{complaint}").status_code == 200
    with context.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Filer)) == 1


def test_its_mailbox_is_a_mark_that_the_detector_knows_again(
    app: Flask, context: Context, caller: Callable[..., Caller]
) -> None:
    """In what spelling ever, and in the account of somebody for whom a partner files."""
    filed(come_in(app, name="Kim Lee"))
    filed(come_in(app, "lee@other.example", name="Lee Kim"))
    typed = {"reference": "k-1", "name": "Kay", "kind": "individual", "email": "KIM@reader.example"}
    assert caller("partner").post("/complaints", complaint(filer=typed)).status_code == 201
    with context.database.reading() as session:
        of_mailbox = select(FilerIdentity).where(FilerIdentity.kind == "email")
        kim, lee, kay = session.scalars(of_mailbox.order_by(FilerIdentity.id))
        assert (kim.digest == kay.digest, kim.digest == lee.digest) == (True, False)
        assert [each.origin for each in (kim, lee, kay)] == ["confirmed", "confirmed", "typed"]


@pytest.mark.both_databases
def test_it_is_decided_and_appealed_by_links_to_the_mailbox_alone(
    app: Flask, context: Context
) -> None:
    filed(come_in(app, name="Kim Lee"))
    with context.database.transaction() as session:
        complaint = session.scalars(select(Complaint)).one().id
        claim = session.scalars(select(Claim)).one().id
        ann = people.add_person(
            working(session, SYSTEM, utcnow()), handle="ann", name="Ann", role=PersonRole.REVIEWER
        )
        work = working(session, person(ann.id, PersonRole.REVIEWER), utcnow())
        claims.decide(work, claim, decision="reject", code="no-infringement")
    client = come_in(app)
    for path in (f"/complaints/{complaint}", f"/claims/{claim}", "/letters/"):
        assert client.get(path).status_code == 200, path
    assert (
        client.post(f"/claims/{claim}/appeal", data={"grounds": "Look again."}).status_code == 303
    )
    with context.database.reading() as session:
        assert session.scalars(select(Appeal.side)).all() == ["filer"]
        told = session.scalars(select(Letter.body).where(Letter.filer_id.is_not(None))).all()
        assert len(told) >= 2
        assert all("/notices" in body for body in told)


@pytest.mark.parametrize(
    ("url", "asks"),
    [
        ("https://www.ebay.de/itm/123456789012", False),
        ("https://www.walmart.com/ip/123456789", True),
        ("https://item.taobao.com/item.htm?id=623456789012", True),
    ],
)
def test_only_where_the_dsa_does_not_bind_a_number_is_asked(
    app: Flask, url: str, asks: bool
) -> None:
    client = come_in(app, name="Kim Lee")
    sign = client.post("/notices/write", data={**WHAT, "listings": url}).headers["Location"]
    assert ("right.number" in client.get(sign).get_data(as_text=True)) is asks
    refused = client.post(sign, data=SIGNED)
    assert refused.status_code == (422 if asks else 303)


def test_an_address_that_is_none_is_named_by_its_line(app: Flask) -> None:
    client = come_in(app, name="Kim Lee")
    url = "https://www.ebay.de/itm/123456789012"
    sent = {**WHAT, "listings": f"{url}\nnot an address"}
    answer = client.post("/notices/write", data=sent)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Line 2: " in page
    assert "not an address" in page
    sent = {**WHAT, "listings": "\n".join(f"{url[:-3]}{number}" for number in range(100, 1101))}
    assert "too much for one complaint" in client.post("/notices/write", data=sent).get_data(True)


def test_the_session_is_good_for_notices_alone(app: Flask) -> None:
    client = come_in(app, name="Kim Lee")
    for path in ("/account", "/account/keys", "/rights/", "/file/", "/standing/", "/imports/"):
        assert client.get(path).status_code == 404, path
    client.post("/notices/leave")
    assert client.get("/notices/write").status_code == 302


def test_a_link_opens_once_and_a_forged_one_never(app: Flask) -> None:
    come_in(app, name="Kim Lee")
    for path in (link_to(app, KIM), "/notices/open/forged"):
        answer = app.test_client().post(path, data={"name": "Eve"})
        assert answer.headers["Location"] == "/notices"
    assert app.test_client().get("/notices/place/forged").status_code == 404


@pytest.mark.parametrize("role", ["filer", "reviewer"])
def test_a_mailbox_that_signs_in_is_told_to_and_the_answer_is_alike(app: Flask, role: str) -> None:
    email = make_account(app, role, "ann")
    answer = app.test_client().post("/notices", data={"email": email})
    assert answer.headers["Location"].startswith("/notices/place/")
    assert letters_to(app, email)[-1][0] == "notice_known"


def _ask(context: Context, email: str, network: str, now: datetime = NOW) -> int:
    with context.database.transaction() as session:
        work = working(session, SYSTEM, now)
        return sign_ups.ask_for_notice(
            work, email=email, network=network, language="en", vault=context.vault
        )


def test_no_mailbox_is_filled(app: Flask, context: Context) -> None:
    for number in range(rules.OF_A_MAILBOX.most + 2):
        _ask(context, KIM, f"n{number}", NOW + timedelta(minutes=number))
    assert len(letters_to(app, KIM)) == rules.OF_A_MAILBOX.most
    _ask(context, KIM, "n", NOW + timedelta(days=1))
    assert len(letters_to(app, KIM)) == rules.OF_A_MAILBOX.most + 1


@pytest.mark.parametrize("networks", [100, pytest.param(1_000, marks=pytest.mark.thorough)])
def test_who_waits_alone_is_served_in_the_round_that_goes_on(
    context: Context, networks: int
) -> None:
    """Ten requests of each network wait: one of another network waits for one of each at most."""
    with context.database.transaction() as session:
        rows = [
            NoticeRequest(
                email=f"f{n}-{turn}@flood.example", mailbox=f"f{n}-{turn}@flood.example",
                network=f"n{n}", language="en", turn=turn, asked_at=NOW,
            )
            for turn in range(1, 11)
            for n in range(networks)
        ]  # fmt: skip
        session.add_all(rows)
    honest = _ask(context, KIM, "honest")
    served = 0
    for minute in range(17):
        with context.database.transaction() as session:
            now = NOW + timedelta(minutes=minute + 2)
            work = working(session, SYSTEM, now)
            served += sign_ups.write_to_notifiers(work, vault=context.vault)
            if session.get_one(NoticeRequest, honest).written_at is not None:
                break
    assert networks <= served <= networks + rules.A_MINUTE
    with context.database.reading() as session:
        assert session.get_one(NoticeRequest, honest).written_at is not None


@pytest.mark.both_databases
def test_a_network_is_refused_only_beyond_what_may_wait(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_WAITING", 2)
    monkeypatch.setattr(rules, "A_MINUTE", 0)
    _ask(context, "a@x.example", "n")
    _ask(context, "b@x.example", "n")
    assert _ask(context, "b@x.example", "n"), "it waits already"
    with pytest.raises(Exception, match="network are waiting"):
        _ask(context, "c@x.example", "n")
    _ask(context, "c@x.example", "another")


@pytest.mark.both_databases
def test_a_password_takes_the_notices_over(app: Flask, context: Context) -> None:
    filed(come_in(app, name="Kim Lee"))
    app.test_client().post("/sign-up", data={"email": "kim+all@reader.example"})
    assert letters_to(app, KIM)[-1][0] == "already"
    with context.database.transaction() as session:
        session.scalars(select(Account)).one().password_hash = "set"
    app.test_client().post("/notices", data={"email": KIM})
    assert letters_to(app, KIM)[-1][0] == "notice_known"


def test_files_go_with_it_and_a_bad_one_is_named(
    app: Flask, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "MOST_PAPERS", 1)
    client = come_in(app, name="Kim Lee")
    sign = client.post("/notices/write", data=WHAT).headers["Location"]

    def send(*files: tuple[bytes, str], **more: str) -> TestResponse:
        named = [(io.BytesIO(content), name) for content, name in files]
        return client.post(sign, data={**SIGNED, **more, "files": named})

    refused = send((makers.pdf(1), "seen.pdf"), (b"hello", "deed.txt"))
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert "deed.txt: " in page
    assert 'name="documents"' in page, "the good one is kept"
    assert send((makers.pdf(1), "a.pdf"), (makers.pdf(2), "b.pdf")).status_code == 422
    assert send((makers.pdf(1), "seen.pdf"), pass_on="true").status_code == 303
    with context.database.reading() as session:
        (paper,) = session.scalars(select(ComplaintDocument))
        assert (paper.kind, paper.passed_on) == ("evidence", True)
