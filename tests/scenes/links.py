"""Links of letters in tests: made as a going out makes them, and confirmed by their code."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sqlalchemy import select

from complaints.base.clock import utcnow
from complaints.models import AccountLetter, Letter, LinkCode, SecretLink
from complaints.queries.mailing import letters as letter_queries
from complaints.rules.actors import SYSTEM
from complaints.rules.mailing.inboxes import Reach
from complaints.services.mailing import account_letters, renewals, secret_links
from complaints.storage.context import Context
from complaints.storage.links import PLACE, SellerOf
from complaints.work import UnitOfWork

HTML = {"Accept": "text/html"}
CODE = re.compile(r"\b(\d{4}) (\d{4})\b")


def link_to(
    context: Context,
    *,
    boycott_id: int | None = None,
    joining_id: int | None = None,
    filer_id: int | None = None,
    suspension_id: int | None = None,
    complaint_id: int | None = None,
    seller: SellerOf | None = None,
    reach: Reach = Reach.MAILBOX,
    now: datetime | None = None,
) -> str:
    """Return the path of a new link in the newest letter about a case, as if it went out `reach`.

    A seller that got no letter yet gets one.
    """
    with context.database.transaction() as session:
        work = UnitOfWork(session, SYSTEM, now or utcnow(), context.links)
        if seller is not None:
            number = letter_queries.newest_to(session, seller)
            if number is None:
                renewals.remind(work, seller)
                session.flush()
                number = letter_queries.newest_to(session, seller)
        else:
            about = {
                "boycott_id": boycott_id, "joining_id": joining_id, "filer_id": filer_id,
                "suspension_id": suspension_id, "complaint_id": complaint_id,
            }  # fmt: skip
            named = {name: value for name, value in about.items() if value is not None}
            newest = select(Letter.id).filter_by(**named).where(Letter.body.contains(PLACE))
            if complaint_id is not None:
                # Not its letters to sellers.
                newest = newest.where(Letter.filer_id.is_not(None))
            number = session.scalar(newest.order_by(Letter.id.desc()).limit(1))
        letter = session.get_one(Letter, number)
        link = secret_links.put_into(work, letter, reach).link
        assert link is not None
        return link.removeprefix(context.links.base_url)


def confirm(client: Any, context: Context, path: str) -> None:
    """Ask for a code behind a link, take it from the outbox, and enter it in this browser."""
    asked = client.post(f"{path}/code", data={}, headers=HTML)
    assert asked.status_code == 303, asked.text
    entered = client.post(f"{path}/confirm", data={"code": newest_code(context)}, headers=HTML)
    assert entered.status_code == 303, entered.text


def newest_code(context: Context) -> str:
    """Return the code in the newest letter that holds one."""
    with context.database.reading() as session:
        newest = select(AccountLetter).where(AccountLetter.secret_link_id.is_not(None))
        row = session.scalars(newest.order_by(AccountLetter.id.desc())).first()
        assert row is not None
        text = account_letters.unsealed(session, row, context.vault).body
    found = CODE.search(text)
    assert found is not None
    return "".join(found.groups())


def rows(context: Context) -> tuple[list[SecretLink], list[LinkCode]]:
    """Return all links and all codes."""
    with context.database.reading() as session:
        links = session.scalars(select(SecretLink).order_by(SecretLink.id)).all()
        codes = session.scalars(select(LinkCode).order_by(LinkCode.id)).all()
        return list(links), list(codes)
