"""A notice without an account by the API: a link, a session, a notice, its decision and appeal."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from complaints.base.clock import utcnow
from complaints.http import rate_limits
from complaints.models import Account, AccountSession, ApiKey, Filer, FilerIdentity, NoticeRequest
from complaints.rules.actors import SYSTEM, ActorKind, PersonRole, person
from complaints.rules.kinds import PROVING
from complaints.rules.logins import notice_requests as rules
from complaints.rules.logins.accounts import NOTIFIER_SESSION
from complaints.services.decisions import claims
from complaints.services.logins import people
from complaints.settings.rate_limits import read_quotas
from complaints.storage.context import Context
from tests.papers import makers
from tests.scenes.accounts import make_account
from tests.scenes.callers import NOTIFIER, Caller
from tests.scenes.working import working
from tests.web.accounts.mailbox import letters_to, link_to

EBAY = "https://www.ebay.de/itm/123456789012"
WALMART = "https://www.walmart.com/ip/123456789"
NOTICE: dict[str, Any] = {
    "basis": "trademark", "right": {"kind": "trademark"}, "targets": [{"url": EBAY}],
    "statement": "The picture shows my mark ACME on goods that are not mine.",
    "declaration": {"signed_by": "Kim Lee", "agreed": ["dsa-16"]},
}  # fmt: skip


def ask(app: Flask, email: str = NOTIFIER) -> TestResponse:
    return app.test_client().post("/api/v1/notices/links", json={"email": email})


def open_by(app: Flask, link: str, **named: str) -> TestResponse:
    return app.test_client().post("/api/v1/notices/sessions", json={"link": link, **named})


def come_in(app: Flask, **named: str) -> Caller:
    assert ask(app).status_code == 202
    answer = open_by(app, link_to(app, NOTIFIER), **named)
    assert answer.status_code == 201, answer.text
    return Caller(app, answer.get_json()["secret"], ActorKind.FILER, 0)


def test_it_is_filed_decided_and_appealed_and_the_filer_is_found_again(
    app: Flask, context: Context
) -> None:
    kim = come_in(app, name="Kim Lee")
    asked = kim.get("/declarations?basis=trademark&marketplaces=ebay.de").get_json()
    assert [each["code"] for each in asked["items"]] == ["dsa-16"]
    filed = kim.post("/complaints", NOTICE)
    assert filed.status_code == 201, filed.text
    complaint, claim = filed.get_json()["id"], filed.get_json()["targets"][0]["claim_id"]
    with context.database.transaction() as session:
        ann = people.add_person(
            working(session, SYSTEM, utcnow()), handle="ann", name="Ann", role=PersonRole.REVIEWER
        )
        work = working(session, person(ann.id, PersonRole.REVIEWER), utcnow())
        claims.decide(work, claim, decision="reject", code="no-infringement")
    again = come_in(app)
    assert again.get(f"/complaints/{complaint}").status_code == 200
    (statement,) = again.get(f"/claims/{claim}/statements").get_json()["items"]
    assert again.get(f"/statements/{statement['id']}").status_code == 200
    appeal = again.post(f"/claims/{claim}/appeals", {"side": "filer", "grounds": "Look again."})
    assert appeal.status_code == 201, appeal.text
    assert "/notices" in again.get("/letters").text
    with context.database.reading() as session:
        (filer,) = session.scalars(select(Filer))
        assert (filer.name, filer.kind) == ("Kim Lee", "individual")
        (mark,) = session.scalars(select(FilerIdentity).where(FilerIdentity.kind == "email"))
        assert mark.origin == "confirmed"


@pytest.mark.parametrize("url", [EBAY, WALMART])
def test_only_where_the_dsa_does_not_bind_more_is_asked(app: Flask, url: str) -> None:
    kim = come_in(app, name="Kim Lee")
    answer = kim.post("/complaints", {**NOTICE, "targets": [{"url": url}]})
    if url == EBAY:
        assert answer.status_code == 201
        return
    wrong = {each["pointer"] for each in answer.get_json()["errors"]}
    assert {"/right/number", "/right/jurisdiction", "/declaration/agreed"} <= wrong
    assert any(each.startswith("/answers") for each in wrong)


def test_every_mailbox_gets_the_same_answer(app: Flask) -> None:
    signs_in = make_account(app, "filer", "ann")
    answers = [ask(app, email).get_json() for email in (NOTIFIER, signs_in)]
    assert [(each["ahead"], each["minutes"]) for each in answers] == [(None, None)] * 2
    assert [letters_to(app, each)[-1][0] for each in (NOTIFIER, signs_in)] == [
        "notice", "notice_known",
    ]  # fmt: skip


def test_who_waits_reads_how_many_are_before(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "A_MINUTE", 0)
    monkeypatch.setattr(rules, "MOST_WAITING", 2)
    monkeypatch.setattr(rules, "minutes", lambda ahead: ahead + 1)
    ask(app, "a@x.example")
    place = ask(app, "b@x.example").get_json()["place"]
    read = app.test_client().get(f"/api/v1/notices/places/{place}").get_json()
    assert (read["ahead"], read["minutes"]) == (1, 2)
    assert app.test_client().get("/api/v1/notices/places/forged").status_code == 404
    full = ask(app, "c@x.example")
    assert (full.status_code, full.get_json()["code"]) == (429, "too-many-attempts")


def test_a_link_opens_once_and_a_forged_one_never(app: Flask) -> None:
    come_in(app, name="Kim Lee")
    for link in (link_to(app, NOTIFIER), "forged"):
        answer = open_by(app, link, name="Eve")
        assert (answer.status_code, answer.get_json()["code"]) == (410, "link-expired")


def test_a_mailbox_that_got_a_password_meanwhile_signs_in(app: Flask, context: Context) -> None:
    come_in(app, name="Kim Lee")
    ask(app)
    with context.database.transaction() as session:
        session.scalars(select(Account)).one().password_hash = "set"
    assert open_by(app, link_to(app, NOTIFIER)).status_code == 410


def test_a_new_mailbox_is_asked_for_a_name_and_keeps_its_link(app: Flask, context: Context) -> None:
    ask(app)
    link = link_to(app, NOTIFIER)
    answer = open_by(app, link)
    assert [each["pointer"] for each in answer.get_json()["errors"]] == ["/name"]
    assert open_by(app, link, name="Kim Lee").status_code == 201
    with context.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Filer)) == 1
        assert session.scalars(select(NoticeRequest.opened_at)).one() is not None


def test_the_session_ends_by_itself_and_when_it_is_ended(app: Flask, context: Context) -> None:
    kim = come_in(app, name="Kim Lee")
    with context.database.transaction() as session:
        row = session.scalars(select(AccountSession)).one()
        assert row.ends_at - row.created_at == NOTIFIER_SESSION
    assert kim.post("/notices/sessions/end").status_code == 204
    assert kim.get("/complaints").status_code == 401
    again = come_in(app)
    assert again.get("/complaints").status_code == 200
    with context.database.transaction() as session:
        session.execute(update(AccountSession).values(ends_at=utcnow() - timedelta(seconds=1)))
    assert again.get("/complaints").status_code == 401


def test_it_makes_no_key(app: Flask, context: Context) -> None:
    kim = come_in(app, name="Kim Lee")
    assert kim.get("/me").get_json()["scopes"] == []
    answer = kim.post("/keys", {"label": "mine", "days": 1})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden")
    with context.database.reading() as session:
        assert session.scalars(select(ApiKey)).all() == []


def test_the_secret_of_a_whole_session_is_no_key(app: Flask, context: Context) -> None:
    """What a browser is signed in by opens nothing here, whatever it begins with."""
    kim = come_in(app, name="Kim Lee")
    with context.database.transaction() as session:
        session.execute(update(AccountSession).values(for_notices=False))
    assert kim.get("/complaints").status_code == 401


def test_who_asks_without_a_key_meets_its_networks_limits(app: Flask) -> None:
    rate_limits.install(app, read_quotas("write=2/60"), lambda: 1_000_000_000)
    assert [ask(app).status_code for _ in range(3)] == [202, 202, 429]


def test_a_file_goes_with_it(app: Flask) -> None:
    kim = come_in(app, name="Kim Lee")
    sent = kim.post("/documents", data={"file": (io.BytesIO(makers.pdf(1)), "seen.pdf")})
    assert sent.status_code == 201, sent.text
    paper = {"kind": "evidence", "sha256": sent.get_json()["sha256"]}
    filed = kim.post("/complaints", {**NOTICE, "documents": [paper]})
    assert filed.status_code == 201, filed.text
    assert len(kim.get(f"/complaints/{filed.get_json()['id']}").get_json()["documents"]) == 1


def test_no_paper_that_is_to_prove_a_right_goes_with_it(app: Flask) -> None:
    kim = come_in(app, name="Kim Lee")
    sent = kim.post("/documents", data={"file": (io.BytesIO(makers.pdf(1)), "seen.pdf")})
    for kind in PROVING:
        papers = [{"kind": str(kind), "sha256": sent.get_json()["sha256"]}]
        refused = kim.post("/complaints", {**NOTICE, "documents": papers})
        wrong = [(each["pointer"], each["code"]) for each in refused.get_json()["errors"]]
        assert (refused.status_code, wrong) == (422, [("/documents/0/kind", "not_permitted")])
