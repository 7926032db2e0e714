"""Requests for the letter by which a notice is filed without an account: who waits, and which one a
link names."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import Account, NoticeRequest
from complaints.rules.logins import notice_requests as rules
from complaints.work import UnitOfWork

_WAITS = NoticeRequest.written_at.is_(None)


def ahead_of(session: Session, request_id: int) -> int | None:
    """Return how many wait before this request; None where it waits no more."""
    row = session.get(NoticeRequest, request_id)
    if row is None or row.written_at is not None:
        return None
    before = or_(
        NoticeRequest.turn < row.turn,
        and_(NoticeRequest.turn == row.turn, NoticeRequest.id < row.id),
    )
    statement = select(func.count()).select_from(NoticeRequest).where(_WAITS, before)
    return session.scalars(statement).one()


def room_now(work: UnitOfWork) -> int:
    """Return how many letters may go now: as many as in any minute, less those of the last one."""
    since = work.now - timedelta(minutes=1)
    written = select(func.count()).where(NoticeRequest.written_at > since)
    return max(0, rules.A_MINUTE - work.session.scalars(written).one())


def find_request(work: UnitOfWork, token: str) -> NoticeRequest | None:
    """Return the request of the link in a letter; None where the link is forged, too old, or has
    opened the form before."""
    number = work.links.read_notice(token)
    row = work.session.get(NoticeRequest, number) if number is not None else None
    return row if row is not None and row.opened_at is None else None


def notifier_of(session: Session, mailbox: str) -> Account | None:
    """Return the log-in by which a mailbox files notices without a password; None where it has
    none."""
    return session.scalar(
        select(Account)
        .where(Account.mailbox == mailbox, *is_notifier())
        .order_by(Account.id)
        .limit(1)
    )


def is_notifier() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for the log-in of a filer whose mailbox is confirmed and that has no
    password: it comes in by links alone."""
    return (
        Account.filer_id.is_not(None), Account.confirmed_at.is_not(None),
        Account.password_hash.is_(None), Account.active.is_(True), ~Account.passkeys.any(),
    )  # fmt: skip


def known_to(session: Session, mailbox: str) -> Account | None:
    """Return another log-in of a mailbox, which signs in as it is used to: staff's first."""
    statement = select(Account).where(Account.mailbox == mailbox, ~and_(*is_notifier()))
    return session.scalar(statement.order_by(Account.person_id.is_(None), Account.id).limit(1))


def comes_by_link(session: Session, filer_id: int) -> bool:
    """Say whether a filer comes in by links alone: all its log-ins are a notifier's."""
    others = select(Account.id).where(Account.filer_id == filer_id, ~and_(*is_notifier()))
    own = select(Account.id).where(Account.filer_id == filer_id, *is_notifier())
    return session.scalar(own.limit(1)) is not None and session.scalar(others.limit(1)) is None
