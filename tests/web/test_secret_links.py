"""Links of letters on their pages: to read needs the link, to act a code beside it or a sign-in."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from complaints.base.clock import utcnow
from complaints.models import (
    Boycott,
    Claim,
    FormKey,
    Joining,
    LedgerEntry,
    Letter,
    SecretLink,
)
from complaints.rules.kinds import FilerKind
from complaints.rules.mailing.inboxes import Reach
from complaints.services.cases import boycotts, joinings, judgements
from complaints.storage.links import SellerOf
from tests.scenes.accounts import sign_in
from tests.scenes.callers import app_of
from tests.scenes.links import HTML, confirm, link_to, newest_code, rows
from tests.scenes.working import working
from tests.services.cases.market import Market

TEXT = {"text": "We are sorry.", "step": "answer"}
DOORS = ("answer", "joining", "reply")


@pytest.fixture
def case(context) -> Any:
    """A warned filer that is counted together with another, and an accused seller: their links."""
    app = app_of(context)
    made = SimpleNamespace(context=context, app=app, client=app.test_client())
    now = utcnow()
    with context.database.transaction() as session:
        market = Market(session, now)
        made.ann, made.ben, _judge = (market.staff(name) for name in ("ann", "ben", "cem"))
        acme = market.filer("acme", FilerKind.RIGHTS_HOLDER)
        other = market.filer("other", FilerKind.RIGHTS_HOLDER)
        made.filer = acme.id
        market.abusive(acme)
        flag = market.confirmed_flag(acme, made.ann)
        work = working(session, made.ann, now)
        (boycott,) = boycotts.propose(
            work, flag.id, reasons="Invented.", gravity="Twelve.", intention="Money."
        )
        boycotts.warn(work, boycott.id)
        made.id = boycott.id
        judgements.judge(work, filer=acme.id, other=other.id, verdict="yes", why="x")
        made.joining = session.query(Joining).one().id
        joinings.join(working(session, made.ben, now), made.joining, why="One bank.")
        claim = session.query(Claim).filter_by(filer_id=acme.id, state="rejected").first()
        made.seller = SellerOf(claim.complaint_id, claim_id=claim.id)
    made.links = lambda **more: {
        "answer": link_to(context, boycott_id=made.id, **more),
        "joining": link_to(context, joining_id=made.joining, filer_id=made.filer, **more),
        "reply": link_to(context, seller=made.seller, **more),
    }
    return made


def rest(case: Any) -> Boycott:
    with case.context.database.reading() as session:
        return session.get_one(Boycott, case.id)


def sendings(path: str) -> list[tuple[str, dict[str, Any]]]:
    if path.startswith("/reply/"):
        return [(f"{path}{form}", {"statement": "x"}) for form in
                ("/counter", "/appeal", "/demand", "/documents")]  # fmt: skip
    return [(path, TEXT)]


@pytest.mark.both_databases
def test_to_read_needs_the_link_alone_and_to_send_a_code(case) -> None:
    for door, path in case.links().items():
        assert case.client.get(path, headers=HTML).status_code == 200, door
        for address, form in sendings(path):
            answer = case.client.post(address, data=form, headers=HTML)
            assert answer.status_code == 403, address
            assert "the code" in answer.text
    assert rest(case).answer is None


@pytest.mark.parametrize("form", ["counter", "appeal", "demand"])
def test_a_sellers_form_leads_who_only_reads_to_the_code(case, form: str) -> None:
    path = case.links()["reply"]
    answer = case.client.get(f"{path}/{form}", headers=HTML)
    assert answer.location.partition("?")[0] == f"{path}/code"
    assert "Send me a code" in case.client.get(answer.location, headers=HTML).text


def test_a_code_opens_its_link_in_this_browser_alone(case) -> None:
    links = case.links()
    confirm(case.client, case.context, links["answer"])
    assert case.client.post(case.links()["answer"], data=TEXT, headers=HTML).status_code == 403
    assert case.client.post(links["joining"], data=TEXT, headers=HTML).status_code == 403
    elsewhere = case.app.test_client()
    assert elsewhere.post(links["answer"], data=TEXT, headers=HTML).status_code == 403
    assert case.client.post(links["answer"], data=TEXT, headers=HTML).status_code == 303
    assert rest(case).answer == "We are sorry."


def test_a_wrong_code_is_counted_and_said(case) -> None:
    path = case.links()["answer"]
    case.client.post(f"{path}/code", headers=HTML)
    code = newest_code(case.context)
    wrong = f"{(int(code) + 1) % 10**8:08}"
    said = case.client.post(f"{path}/confirm", data={"code": wrong}, headers=HTML)
    assert said.status_code == 422
    assert "This is not the code" in said.text
    assert rows(case.context)[1][0].wrong == 1
    assert case.client.post(path, data=TEXT, headers=HTML).status_code == 403
    for _ in range(4):
        case.client.post(f"{path}/confirm", data={"code": wrong}, headers=HTML)
    late = case.client.post(f"{path}/confirm", data={"code": code}, headers=HTML)
    assert late.status_code == 429
    assert case.client.post(path, data=TEXT, headers=HTML).status_code == 403


def test_a_browser_acts_for_twelve_hours(case) -> None:
    path = case.links()["answer"]
    confirm(case.client, case.context, path)
    with case.client.session_transaction() as cookie:
        (until,) = cookie["links"].values()
        left = timedelta(hours=12) - (datetime.fromisoformat(until) - utcnow())
        assert timedelta() <= left < timedelta(minutes=5)
        cookie["links"] = dict.fromkeys(cookie["links"], utcnow().isoformat())
    assert case.client.post(path, data=TEXT, headers=HTML).status_code == 403


def test_the_accounts_own_log_in_needs_no_code(case) -> None:
    path = case.links()["answer"]
    sign_in(case.client, "filer", "other")
    assert case.client.post(path, data=TEXT, headers=HTML).status_code == 403
    me = sign_in(case.client, "filer", "acme")
    assert me.actor.filer_id == case.filer
    assert case.client.post(path, data=TEXT, headers=HTML).status_code == 303
    assert (rest(case).answer, rest(case).answer_reach) == ("We are sorry.", None)
    assert entry(case).hand_kind == "log_in"


def entry(case: Any) -> LedgerEntry:
    with case.context.database.reading() as session:
        return session.query(LedgerEntry).filter_by(verb="answer", subject="boycott").one()


@pytest.mark.parametrize("reach", [Reach.MAILBOX, Reach.BY_HAND])
def test_what_came_by_a_link_is_marked_where_staff_could_read_it(case, reach: Reach) -> None:
    path = case.links(reach=reach)["answer"]
    confirm(case.client, case.context, path)
    assert case.client.post(path, data=TEXT, headers=HTML).status_code == 303
    assert rest(case).answer_reach == reach
    links, _codes = rows(case.context)
    known = {link.id for link in links if link.reach == reach}
    assert (entry(case).hand_kind, entry(case).hand_id in known) == ("link", True)
    staff = case.app.test_client()
    sign_in(staff, "supervisor", "cem")
    page = staff.get(f"/console/boycotts/{case.id}", headers=HTML).text
    assert ("Staff could read this link" in page) is (reach is Reach.BY_HAND)


def test_a_revoked_link_shows_nothing_and_offers_a_new_one(case) -> None:
    links = case.links()
    confirm(case.client, case.context, links["answer"])
    with case.context.database.transaction() as session:
        session.query(SecretLink).update({"revoked_at": utcnow()})
        session.query(Letter).update({"created_at": utcnow() - timedelta(days=1)})
    for door, path in links.items():
        page = case.client.get(path, headers=HTML)
        assert page.status_code == 410
        assert "Invented" not in page.text
        for address, form in sendings(path):
            assert case.client.post(address, data=form, headers=HTML).status_code == 410, address
        for _ in range(2):
            assert case.client.post(f"{path}/renew", headers=HTML).status_code == 303
        assert len(renewed(case, door)) == 1
    assert rest(case).answer is None


def renewed(case: Any, door: str) -> list[Letter]:
    about = {
        "answer": {"boycott_id": case.id},
        "joining": {"joining_id": case.joining, "filer_id": case.filer},
        "reply": {"claim_id": case.seller.claim_id},
    }[door]
    old = utcnow() - timedelta(hours=1)
    with case.context.database.reading() as session:
        written = session.query(Letter).filter_by(kind="link_renewed", **about)
        return written.filter(Letter.created_at > old).all()


def test_a_new_link_opens_the_same_case(case) -> None:
    for door, path in case.links().items():
        assert case.client.post(f"{path}/renew", headers=HTML).status_code == 303
        assert case.client.get(case.links()[door], headers=HTML).status_code == 200


@pytest.mark.both_databases
def test_a_repeated_form_leads_back_and_keeps_no_secret(case) -> None:
    path = case.links()["answer"]
    confirm(case.client, case.context, path)
    page = case.client.get(path, headers=HTML).text
    key = re.findall(r'name="once" value="(\w+)"', page)[-1]
    form = {**TEXT, "once": key}
    first = case.client.post(path, data=form, headers=HTML)
    again = case.client.post(path, data=form, headers=HTML)
    assert (first.location, again.location) == (path, path)
    with case.context.database.reading() as session:
        stored = [row.location for row in session.query(FormKey)]
    assert stored
    assert path.rsplit("/", 1)[1] not in str(stored)


@pytest.mark.parametrize("door", DOORS)
def test_an_unknown_link_has_no_pages(case, door: str) -> None:
    for path in ("", "/code"):
        assert case.client.get(f"/{door}/no-token{path}", headers=HTML).status_code == 404
    for path in ("/code", "/confirm", "/renew"):
        form = {"code": "12345678"}
        answer = case.client.post(f"/{door}/no-token{path}", data=form, headers=HTML)
        assert answer.status_code == 404


def test_what_others_had_a_hand_in_stays_marked(case) -> None:
    """Staff answered by the printed link; the filer adds the truth by its log-in."""
    printed = case.links(reach=Reach.BY_HAND)["answer"]
    confirm(case.client, case.context, printed)
    case.client.post(printed, data=TEXT, headers=HTML)
    elsewhere = case.app.test_client()
    sign_in(elsewhere, "filer", "acme")
    elsewhere.post(printed, data={**TEXT, "text": "We did not write that."}, headers=HTML)
    assert "We did not write that." in (rest(case).answer or "")
    assert rest(case).answer_reach == "by_hand"


def test_whoever_is_out_of_tries_gets_a_new_link_with_tries_of_its_own(case) -> None:
    """A stranger with the link uses its codes up; the addressee has the page send a new one."""
    path = case.links()["answer"]
    for guess in range(6):
        case.client.post(f"{path}/confirm", data={"code": f"{guess}"}, headers=HTML)
    page = case.client.get(f"{path}/code", headers=HTML).text
    assert f'action="{path}/renew"' in page
    assert case.client.post(f"{path}/renew", headers=HTML).status_code == 303
    fresh = case.links()["answer"]
    confirm(case.app.test_client(), case.context, fresh)


@pytest.mark.parametrize(("then", "leads"), [("report", "/demand"), ("//else.example", "")])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_code_leads_on_to_the_form_that_was_wanted_and_nowhere_else(
    case, then: str, leads: str
) -> None:
    path = case.links()["reply"]
    case.client.post(f"{path}/code", query_string={"then": then}, headers=HTML)
    form = {"code": newest_code(case.context)}
    answer = case.client.post(
        f"{path}/confirm", data=form, query_string={"then": then}, headers=HTML
    )
    assert answer.location == path + leads


def test_every_form_behind_a_link_asks_for_a_code(case) -> None:
    """All that is sent, files too; but for the code itself and a new link."""
    free = {"code", "confirm", "renew"}
    sent = 0
    for rule in case.app.url_map.iter_rules():
        door, _, rest_ = rule.rule.lstrip("/").partition("/<token>")
        if door in DOORS and "POST" in rule.methods and rest_.strip("/") not in free:
            path = case.links()[door] + re.sub("<[^>]*>", "1", rest_)
            file = {"file": (io.BytesIO(b"x"), "x.pdf")} if "documents" in rest_ else {}
            assert case.client.post(path, data=file, headers=HTML).status_code == 403, path
            sent += 1
    assert sent == 12
