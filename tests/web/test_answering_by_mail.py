"""A warned filer hears of it by mail, and answers: warning, link, code, answer, over a real mail
server with TLS. No member of staff had link or code in hand."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import select

from complaints.app import create_app
from complaints.base.clock import utcnow
from complaints.jobs.delivering import deliver
from complaints.models import Boycott, Filer, LedgerEntry
from complaints.rules.actors import PersonRole
from complaints.services.cases import boycotts
from complaints.services.logins import sign_ups
from complaints.storage.context import Context
from tests.console.test_casework import once
from tests.jobs.test_delivering import with_mail
from tests.scenes.mailing import HASTE, Post, mail_server, make_authority
from tests.scenes.working import working
from tests.services.cases.market import Market
from tests.services.decisions.desk import Desk

KIM = "kim@brand.example"


def warned(context: Context) -> int:
    """Warn an account whose log-in is Kim's; return the case's id."""
    desk = Desk(context.database, utcnow())
    filer, ann = desk.filer(), desk.staff("ann", PersonRole.SUPERVISOR)
    case = desk.boycott(filer.id)
    with context.database.transaction() as session:
        work = working(session, now=utcnow())
        account = sign_ups.open_for_filer(
            work, filer.id, email=KIM, password_hash=None, language=None
        )
        account.confirmed_at = utcnow()
        session.get_one(Boycott, case).state = "proposed"
        Market(session, utcnow()).abusive(session.get_one(Filer, filer.id))
    desk.do(boycotts.warn, ann, case)
    return case


def mail(service: Context, post: Post) -> str:
    """Send what is due; return the text of the last letter to Kim."""
    deliver(service, utcnow(), patience=HASTE)
    text: str = post.to(KIM)[-1].get_content()
    return text


def test_a_warned_filer_answers_by_mail_alone(context: Context, tmp_path: Path) -> None:
    case = warned(context)
    with mail_server(make_authority(tmp_path), at_once=True) as server:
        service = with_mail(context, server)
        browser = create_app(service).test_client()
        (link,) = set(re.findall(r"/answer/[\w-]+", mail(service, server.post)))
        page = browser.get(link).get_data(as_text=True)
        answer = {"once": once(page), "step": "answer", "text": "We checked again."}
        assert browser.post(link, data=answer).status_code == 403
        browser.post(f"{link}/code", data={"once": once(page)})
        (code,) = set(re.findall(r"\d{4} \d{4}", mail(service, server.post)))
        assert len(server.post.to(KIM)) == 2
    confirmed = browser.post(
        f"{link}/confirm", data={"once": once(page), "code": code}, follow_redirects=True
    ).get_data(as_text=True)
    assert "You can answer now" in confirmed
    answer["once"] = once(confirmed)
    assert browser.post(link, data=answer).status_code == 303
    with context.database.reading() as session:
        row = session.get_one(Boycott, case)
        assert (row.state, row.answer, row.answer_reach) == (
            "answered", "We checked again.", "mailbox",
        )  # fmt: skip
        sent = select(LedgerEntry).where(LedgerEntry.verb == "sent").order_by(LedgerEntry.id)
        assert [(x.actor_kind, x.facts["reach"]) for x in session.scalars(sent)] == [
            ("system", "mailbox")
        ] * 2
