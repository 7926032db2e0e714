"""Which letters wait in an account, because its person chose how often mail comes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from complaints.models import Account, Delivery, Letter
from complaints.rules.mailing.letter_kinds import AS_CHOSEN, ByMail


def _log_in() -> ScalarSelect[int]:
    """Return the log-in whose mailbox a letter to a filer goes to, as `addressees` has it: the
    oldest confirmed one."""
    confirmed = (Account.confirmed_at.is_not(None), Account.active)
    oldest = select(func.min(Account.id)).where(Account.filer_id == Letter.filer_id, *confirmed)
    return oldest.correlate(Letter).scalar_subquery()


def _chosen() -> ScalarSelect[str]:
    chosen = select(Account.by_mail).where(Account.id == _log_in())
    return chosen.correlate(Letter).scalar_subquery()


def goes_at_once() -> ColumnElement[bool]:
    """Say whether a letter does not wait for the choice of its reader."""
    at_once = func.coalesce(_chosen(), str(ByMail.AT_ONCE)) == ByMail.AT_ONCE
    return or_(~_may_wait(), at_once)


def _may_wait() -> ColumnElement[bool]:
    return and_(Letter.filer_id.is_not(None), Letter.kind.in_(sorted(AS_CHOSEN)))


def letters_to_digest(choice: ByMail) -> Select[tuple[Letter]]:
    """Return the letters that wait in accounts whose person made this choice, and that did not
    begin their way by mail before it."""
    return (
        select(Letter)
        .outerjoin(Delivery, Delivery.letter_id == Letter.id)
        .where(Letter.sent_at.is_(None), Delivery.id.is_(None), _may_wait(), _chosen() == choice)
        .order_by(Letter.id)
    )


def read_daily(session: Session, *, limit: int) -> Sequence[int]:
    """Return the ids of up to `limit` log-ins for which letters wait for the day's mail."""
    waits = letters_to_digest(ByMail.DAILY).order_by(None)
    log_ins = waits.with_only_columns(_log_in()).distinct().limit(limit)
    return [account_id for account_id in session.scalars(log_ins) if account_id is not None]


def of_log_in(account: Account) -> Select[tuple[Letter]]:
    """Return the letters that the day's mail of this log-in names."""
    return letters_to_digest(ByMail.DAILY).where(
        Letter.filer_id == account.filer_id, _log_in() == account.id
    )
