"""Which letters to sellers wait for the partner that delivers, and the lease that it names."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, select

from complaints.base.errors import Refusal, not_found
from complaints.models import LedgerEntry, Letter, LetterReport, SecretLink
from complaints.queries.mailing import inboxes
from complaints.queries.sellers import marketplaces
from complaints.rules.kinds import InboxKind
from complaints.rules.mailing.arrivals import Reported
from complaints.rules.mailing.inboxes import Reach
from complaints.rules.mailing.letter_leases import LEASED_FOR
from complaints.words import message as _
from complaints.work import UnitOfWork


def lock_waiting(work: UnitOfWork, limit: int) -> Sequence[int]:
    """Return the ids of up to `limit` letters, the oldest first, and lock them: those that go into
    inboxes of the partner's marketplaces, are leased to nobody, and did not come back since they
    were last sent again."""
    is_leased = exists().where(SecretLink.letter_id == Letter.id, _runs(work))
    since_then = exists().where(
        LedgerEntry.subject == "letter", LedgerEntry.subject_id == Letter.id,
        LedgerEntry.verb == "sent_again", LedgerEntry.at >= LetterReport.noted_at,
    )  # fmt: skip
    came_back = exists().where(
        LetterReport.letter_id == Letter.id, LetterReport.reach == Reach.PLATFORM,
        LetterReport.report == Reported.FAILED, ~since_then,
    )  # fmt: skip
    waiting = (
        select(Letter.id)
        .where(
            Letter.sent_at.is_(None),
            Letter.id.in_(inboxes.unsent_into(InboxKind.PLATFORM)),
            marketplaces.sees_letter(work.actor.partner_id or 0),
            ~is_leased,
            ~came_back,
        )
        .order_by(Letter.id)
        .limit(limit)
        .with_for_update(of=Letter, skip_locked=True)
    )
    locked = work.session.scalars(waiting).all()
    # A letter does not change as it is leased: somebody may have leased one between look and lock.
    taken = select(SecretLink.letter_id).where(SecretLink.letter_id.in_(locked), _runs(work))
    leased = set(work.session.scalars(taken))
    return [each for each in locked if each not in leased]


def _runs(work: UnitOfWork) -> ColumnElement[bool]:
    """Return the condition for leases that run. One that would last longer than any does was given
    while a clock was ahead, and holds nobody up."""
    return and_(
        SecretLink.leased_until > work.now,
        SecretLink.leased_until <= work.now + LEASED_FOR,
        SecretLink.revoked_at.is_(None),
    )


def require_free(work: UnitOfWork, letter_id: int) -> None:
    """Refuses with: wrong-state, while another partner that delivers has the letter in hand."""
    running = select(SecretLink.leased_until).where(
        SecretLink.letter_id == letter_id, _runs(work), SecretLink.acknowledged_at.is_(None),
        SecretLink.partner_id != work.actor.partner_id,
    )  # fmt: skip
    until = work.session.scalar(running.limit(1))
    if until is not None:
        raise Refusal(
            "wrong-state",
            _(
                "Another account that delivers for this marketplace has this letter in hand until "
                "%(until)s. Ask again then, if it still waits.",
                until=until,
            ),
        )


def lock_lease(work: UnitOfWork, letter_id: int, lease: int) -> SecretLink:
    """Return a lease of a letter, locked. Refuses with: not-found, for one that is not of this
    letter, or another partner's."""
    mine = select(SecretLink).where(
        SecretLink.id == lease,
        SecretLink.letter_id == letter_id,
        SecretLink.reach == Reach.PLATFORM,
        SecretLink.partner_id == work.actor.partner_id,
    )
    row = work.session.scalar(mine.with_for_update())
    if row is None:
        raise not_found(_("lease"))
    return row
