"""A boycotted filer comes back through a new account, and through what it had filed before.

A boycott once bound an account's id: a new account with the same name, mailbox, telephone, payment
account, device and right was taken at its word and its listings came down at once; so did those
of its open complaints from before the boycott. Nobody was told who files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.jobs import worker
from complaints.models import ComplaintDocument, Document, Filer, Letter, Right, RightDocument
from complaints.rules.actors import SYSTEM, PersonRole, person
from complaints.rules.kinds import FilerKind
from complaints.rules.law.clocks import working_days_after
from complaints.services.cases.boycotts.clock import expire_due
from complaints.services.logins import people, sign_ups
from complaints.storage.context import Context
from complaints.work import UnitOfWork
from tests.api.bodies import ITEM, MARK, complaint, slug
from tests.api.test_loop import reject_as_manifest
from tests.jobs.test_looking import send
from tests.papers.certificates import certificate, copies, png
from tests.scenes.callers import Caller
from tests.scenes.links import confirm, link_to
from tests.scenes.staged import staged
from tests.scenes.working import LINKS, working
from tests.services.cases.market import Market

OLD = {
    "reference": "u-1", "name": "Bold Brands Ltd", "kind": "rights_holder",
    "email": "bold.brands@mail.example", "phone": "+86 139 1234 5678", "device": "d-77",
    "payment": "CN-6222-0001", "country": "CN",
}  # fmt: skip
# Everything as before, but for the account's own id.
BACK = {**OLD, "reference": "u-2"}
STRANGER = {
    "reference": "u-3", "name": "Quiet Goods Inc", "kind": "rights_holder",
    "email": "ip@quiet.example", "phone": "+86 138 8765 4321", "device": "d-12",
    "payment": "CN-6222-0999", "country": "CN",
}  # fmt: skip
TAKE_DOWN = {"decision": "take_down", "reason": "shown"}


@dataclass
class Town:
    """A marketplace's desk after Bold Brands has come under a boycott; `before` was open then."""

    portal: Caller
    rita: Caller
    context: Context
    before: int

    def file(self, filer: dict[str, Any], number: int, **given: Any) -> Any:
        said = {"targets": [{"url": f"{ITEM}{number}"}], **given}
        return self.portal.post("/complaints", complaint(filer=filer, **said))

    def take_down(self, case: int) -> Any:
        return self.rita.post(f"/complaints/{case}/decide", TAKE_DOWN)

    def number(self, reference: str) -> int:
        with self.context.database.reading() as session:
            return session.scalars(select(Filer.id).where(Filer.reference == reference)).one()

    def certify(self, reference: str) -> None:
        """Keep a certificate with the account's rights, which nobody has compared."""
        rights = select(Right.id).where(Right.filer_id == self.number(reference))
        with self.context.database.transaction() as session:
            paper = Document(sha256="c" * 64, created_at=utcnow())
            session.add(paper)
            session.flush()
            session.add_all(
                RightDocument(right_id=each, document_id=paper.id, kind="registration")
                for each in session.scalars(rights).all()
            )

    def letters(self, reference: str, kind: str = "party_checked") -> list[Letter]:
        """Return what the account was written about who files."""
        told = select(Letter).where(Letter.kind == kind)
        with self.context.database.reading() as session:
            return list(session.scalars(told.where(Letter.filer_id == self.number(reference))))


@pytest.fixture
def town(app: Flask, caller: Callable[..., Caller], context: Context) -> Town:
    """After the ladder was walked by the doors: graded, warned, answered, filed on, boycotted."""
    built = staged(context.database, "town", lambda: walked(app, caller, context))
    portal, rita = (Caller(app, one.secret, one.kind, one.id) for one in (built.portal, built.rita))
    return Town(portal, rita, context, built.before)


def walked(app: Flask, caller: Callable[..., Caller], context: Context) -> Town:
    town = Town(caller("partner", "portal"), caller("reviewer", "rita"), context, 0)
    ann, ben, _ = (caller("supervisor", name) for name in ("ann", "ben", "zoe"))
    for number in (1, 2, 3):
        filed = town.file(OLD, number).get_json()
        reject_as_manifest(town.rita, filed["targets"][0]["claim_id"])
    with context.database.transaction() as session:
        filer = session.scalars(select(Filer).where(Filer.reference == "u-1")).one()
        supervisor = person(ann.id, PersonRole.SUPERVISOR)
        flag = Market(session, utcnow()).confirmed_flag(filer, supervisor).id
    words = {"reasons": "No such marks.", "gravity": "Three shops.", "intention": "Unknown."}
    (boycott,) = ann.post(f"/flags/{flag}/boycotts", words).get_json()["items"]
    path = f"/boycotts/{boycott['id']}"
    ann.post(f"{path}/warn")
    link = link_to(context, boycott_id=boycott["id"])
    browser = app.test_client()
    confirm(browser, context, link)
    browser.post(link, data={"step": "answer", "text": "No."})
    whole = {"answer": "That is all.", "closes": True}
    assert town.portal.post(f"{path}/answer", whole).status_code == 200
    went_on = town.file(OLD, 29).get_json()
    reject_as_manifest(town.rita, went_on["targets"][0]["claim_id"])
    town.before = town.file(OLD, 4).get_json()["id"]
    term = {"why": "It went on.", "term_days": 30}
    assert ben.post(f"{path}/impose", term).get_json()["binding"] is True
    with context.database.transaction() as session:
        Market(session, utcnow()).stop_all(boycott["id"])
    return town


def test_the_same_filer_in_a_new_account_is_held_at_its_first_complaint(town: Town) -> None:
    refused = town.file(OLD, 5)
    assert (refused.status_code, slug(refused)) == (403, "boycotted")
    # It opens another account with all that it had, and files: as before, it is told 201 ...
    answer = town.file(BACK, 5)
    assert answer.status_code == 201
    filed = answer.get_json()
    # ... but that somebody looks at who files, and by when.
    until = filed["held_until"]
    assert until is not None
    # And its listing is not taken down, neither claim by claim nor all at once.
    claim = filed["targets"][0]["claim_id"]
    for barred in (
        town.take_down(filed["id"]),
        town.rita.post(f"/claims/{claim}/decide", TAKE_DOWN),
    ):
        assert (barred.status_code, slug(barred)) == (409, "filer-being-checked")
        assert barred.get_json()["complaint_id"] == filed["id"]
    (letter,) = town.letters("u-2")
    assert "Bold" not in letter.body
    # A second complaint is held too, and writes no second letter.
    assert town.file(BACK, 6).get_json()["held_until"] is not None
    assert len(town.letters("u-2")) == 1


def test_a_reviewer_sees_both_accounts_and_what_they_share(town: Town) -> None:
    case = town.file(BACK, 5).get_json()["id"]
    (check,) = [
        each
        for each in town.rita.get(f"/complaints/{case}").get_json()["checks"]
        if each["kind"] == "party"
    ]
    assert check["signs"] == ["same_party"]
    match = town.rita.get(f"/matches/{check['match_id']}").get_json()
    assert (match["filer"]["id"], match["other"]["id"]) == (town.number("u-2"), town.number("u-1"))
    assert {"device", "payment", "phone"} <= {each["kind"] for each in match["shared"]}
    old = match["sides"][1]
    assert len(old["boycott_ids"]) == 1
    # No value of what they share is told.
    assert "d-77" not in str(match)
    assert "6222" not in str(match)


def test_its_open_complaint_from_before_is_not_taken_down_without_a_hint(town: Town) -> None:
    case = town.rita.get(f"/complaints/{town.before}").get_json()
    assert case["held_until"] is not None
    assert ["boycotted"] in [check["signs"] for check in case["checks"]]
    barred = town.take_down(town.before)
    assert (barred.status_code, slug(barred)) == (409, "filer-being-checked")


def test_nothing_is_taken_down_when_the_clock_ends_unseen(town: Town) -> None:
    filed = town.file(BACK, 5).get_json()
    claims = town.rita.get(f"/complaints/{filed['id']}").get_json()["claims"]
    assert [claim["state"] for claim in claims] == ["received"]
    soon = working_days_after(utcnow(), 2)
    # Two working days, and no more than a weekend beside them.
    assert soon - utcnow() <= timedelta(days=4)
    (waiting,) = [
        each
        for each in town.rita.get("/queue?subject=complaint").get_json()["items"]
        if each["id"] == filed["id"]
    ]
    assert "party" in waiting["what"]
    assert waiting["due"] == filed["held_until"]


def test_an_honest_newcomer_is_not_held(town: Town) -> None:
    mark = {**MARK, "number": "7654321", "title": "QUIET"}
    filed = town.file(STRANGER, 9, right=mark).get_json()
    assert filed["held_until"] is None
    assert town.take_down(filed["id"]).status_code == 200


def test_not_the_same_is_heeded_by_the_next_filing(town: Town) -> None:
    case = town.file(BACK, 5).get_json()["id"]
    pair = {"filer": town.number("u-1"), "other": town.number("u-2")}
    answer = {**pair, "verdict": "no", "why": "It has sold its firm; the contract was shown."}
    assert town.rita.post("/judgements", answer).status_code == 201
    assert town.take_down(case).status_code == 200
    assert town.file(BACK, 6).get_json()["held_until"] is None
    assert len(town.letters("u-2", "party_check_over")) == 1


def test_the_same_party_is_bound_and_parted_again_leaves_nothing_behind(
    town: Town, caller: Callable[..., Caller]
) -> None:
    case = town.file(BACK, 5).get_json()["id"]
    (match,) = town.rita.get("/matches?held=true").get_json()["items"]
    path = f"/matches/{match['id']}"
    assert town.rita.get(path).get_json()["joining"] is None
    pair = {"filer": match["filer"]["id"], "other": match["other"]["id"]}
    answer = {**pair, "verdict": "yes", "why": "One bank account."}
    assert town.rita.post("/judgements", answer).status_code == 201
    # The match leads to the proposal, which says what it would bind and hold, and leads back.
    proposed = town.rita.get(path).get_json()["joining"]
    joining = f"/joinings/{proposed['id']}"
    seen = town.rita.get(joining).get_json()
    assert (proposed["state"], seen["match_id"]) == ("proposed", match["id"])
    assert seen["effect"] == {"accounts": 1, "complaints": 1}
    cem = caller("supervisor", "cem")
    joined = cem.post(f"{joining}/join", {"why": "One bank account pays both."}).get_json()
    assert (joined["state"], joined["effect"]) == ("joined", None)
    refused = town.file(BACK, 6)
    assert (refused.status_code, slug(refused)) == (403, "boycotted")
    assert slug(town.take_down(case)) == "filer-being-checked"
    # It was wrong: the firm was sold. What was held and kept goes on, and the next filing too.
    assert cem.post(f"{joining}/part", {"why": "The firm was sold."}).status_code == 200
    assert town.rita.get(path).get_json()["joining"]["state"] == "parted"
    assert town.rita.get("/matches?held=true").get_json()["items"] == []
    kept = town.rita.get(f"/complaints/{refused.get_json()['complaint_id']}").get_json()
    assert [claim["state"] for claim in kept["claims"]] == ["received"]
    for held in (case, kept["id"]):
        assert town.take_down(held).status_code == 200
    assert town.file(BACK, 7).get_json()["held_until"] is None


def test_a_copied_certificate_is_seen_as_soon_as_papers_were_compared(town: Town) -> None:
    # All is new this time, but for the certificate, which was scanned once more.
    old, again = png(certificate(1)), copies(certificate(1))["encoded"]
    shown = [{"kind": "registration", "sha256": send(town.portal, data)} for data in (old, again)]
    with town.context.database.transaction() as session:
        row = ComplaintDocument(
            complaint_id=town.before,
            document_id=session.scalars(
                select(Document.id).where(Document.sha256 == shown[0]["sha256"])
            ).one(),
            kind="registration",
        )
        session.add(row)
    mark = {**MARK, "number": "7654321", "title": "QUIET"}
    filed = town.file(STRANGER, 9, right=mark, documents=[shown[1]]).get_json()
    assert filed["held_until"] is None
    worker.run_pending(town.context, utcnow())
    held = town.rita.get(f"/complaints/{filed['id']}").get_json()
    assert held["held_until"] is not None
    (match,) = town.rita.get(f"/matches?filer={town.number('u-3')}").get_json()["items"]
    assert [each["kind"] for each in match["shared"]] == ["near_paper"]
    assert len(town.letters("u-3")) == 1


def test_sign_up_shows_the_match_and_holds_nothing(town: Town, context: Context) -> None:
    now = utcnow()
    with context.database.transaction() as session:
        work = working(session, SYSTEM, now)
        filer = people.add_filer(
            work, reference="u-9", name="Bold Brands Ltd", kind=FilerKind.RIGHTS_HOLDER
        )
        account = sign_ups.open_for_filer(
            work, filer.id, email=OLD["email"], password_hash=None, language=None
        )
        sign_ups.confirm_address(work, account, vault=context.vault)
        filer_id = filer.id
    (match,) = town.rita.get(f"/matches?filer={filer_id}").get_json()["items"]
    assert (match["other"]["id"], match["held"]) == (town.number("u-1"), 0)
    assert town.letters("u-9") == []


@pytest.mark.parametrize("end", ["lifted", "expired"])
def test_after_the_end_its_second_account_files_as_freely_as_the_first(
    town: Town, caller: Callable[..., Caller], end: str
) -> None:
    if end == "lifted":
        cat = caller("supervisor", "cat")
        town.portal.post("/boycotts/1/appeal", {"grounds": "We changed."})
        lifted = {
            "decision": "lift",
            "argued": "It is said to be wrong.",
            "reason": "They changed.",
        }
        assert cat.post("/boycotts/1/appeal/decide", lifted).status_code == 200
    else:
        after = utcnow() + timedelta(days=31)
        with town.context.database.transaction() as session:
            assert expire_due(UnitOfWork(session, SYSTEM, after, LINKS)) == 1
    for number, filer in ((7, OLD), (8, BACK)):
        filed = town.file(filer, number)
        assert filed.status_code == 201
        assert filed.get_json()["held_until"] is None
    # A newer flag is put before staff, and counts.
    with town.context.database.transaction() as session:
        old = session.get_one(Filer, town.number("u-1"))
        newer = Market(session, utcnow()).confirmed_flag(old, person(1, PersonRole.SUPERVISOR))
        newer.state, newer.closed_at, newer.why = "open", None, None
    assert town.file({**BACK, "reference": "u-9"}, 9).get_json()["held_until"] is not None
