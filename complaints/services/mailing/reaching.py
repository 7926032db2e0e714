"""What a letter sets going as it goes out: the time that counts from when it reaches its reader.
And what begins anew where it came back.

Ground: calls no other service but the clocks.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from complaints.models import (
    Claim,
    Clock,
    CounterNotice,
    EventClaim,
    Letter,
    LetterReport,
    LinkCode,
    SecretLink,
)
from complaints.queries.decisions import answers
from complaints.rules.kinds import LetterKind
from complaints.rules.law.clocks import FROM_A_LETTER
from complaints.rules.law.regimes import Waits
from complaints.rules.law.restoration import REACHES_WITHIN
from complaints.rules.mailing.arrivals import Reported
from complaints.rules.sellers.counter_notices import TO_TAKE_BACK
from complaints.services.law import clocks
from complaints.work import UnitOfWork


def went_out(work: UnitOfWork, letter: Letter) -> None:
    """Let what counts from this letter count from now, where it only waits for that."""
    if letter.kind == LetterKind.COPY_ANNOUNCED:
        for notice in _announced(work, letter):
            if notice.copy_from is None:
                notice.copy_from = work.now + TO_TAKE_BACK
    assumed = [letter.created_at] if letter.kind == LetterKind.CLAIM_COUNTERED else []
    came_back = _first_came_back(work, letter)
    assumed += [came_back] if came_back is not None else []
    for clock in _clocks_of(work, letter, {each + REACHES_WITHIN for each in assumed}):
        if clock.starts_at > work.now:
            clocks.begin_anew(work, clock, work.now)


def came_back(work: UnitOfWork, letter: Letter, went_at: Collection[datetime]) -> None:
    """Let what counted from this letter wait until it goes out again, for it did not arrive; it
    went out at these moments.

    A time of a law or of ours begins anew, whole, as the letter goes out another way, and at the
    latest `REACHES_WITHIN` after it first came back: who has a dead mailbox holds nothing up for
    ever. Not one of an account that reads here: the letter is in the account. What a seller can
    take back before it goes to the complainant waits for as long as that takes: it was promised to
    be told.
    """
    if letter.kind == LetterKind.COPY_ANNOUNCED and not _has_opened(work, letter):
        for notice in _announced(work, letter):
            if notice.copied_at is None:
                notice.copy_from = None
    first = _first_came_back(work, letter)
    if first is None or (
        letter.filer_id is not None and answers.reads_here(work.session, letter.filer_id, work.now)
    ):
        return
    assumed = first + REACHES_WITHIN
    begun = {letter.created_at, letter.created_at + REACHES_WITHIN, *went_at}
    for clock in _clocks_of(work, letter, begun):
        if clock.starts_at < assumed:
            clocks.begin_anew(work, clock, assumed)


def _first_came_back(work: UnitOfWork, letter: Letter) -> datetime | None:
    """Return when it was first known that the letter had not arrived by some way."""
    column: ColumnElement[datetime] = func.min(
        LetterReport.noted_at, type_=LetterReport.noted_at.type
    )
    failed = select(column).where(
        LetterReport.letter_id == letter.id, LetterReport.report == Reported.FAILED
    )
    return work.session.scalar(failed)


def _has_opened(work: UnitOfWork, letter: Letter) -> bool:
    """Say whether the seller has opened its complaint with a code since this letter was written: it
    was told there what the letter says, whatever is said of the letter."""
    opened = (
        select(LinkCode.id)
        .join(SecretLink, SecretLink.id == LinkCode.secret_link_id)
        .join(Letter, Letter.id == SecretLink.letter_id)
        .where(
            Letter.complaint_id == letter.complaint_id,
            Letter.store_id.is_not_distinct_from(letter.store_id),
            Letter.claim_id.is_not_distinct_from(letter.claim_id),
            LinkCode.used_at >= letter.created_at,
        )
    )
    return work.session.scalar(opened.limit(1)) is not None


def _announced(work: UnitOfWork, letter: Letter) -> Sequence[CounterNotice]:
    """Return, locked, the answers whose copy this letter announces to their seller."""
    to_this_seller = (
        select(EventClaim.event_id)
        .join(Claim, Claim.id == EventClaim.claim_id)
        .where(*_claims_of(letter))
    )
    announced = (
        select(CounterNotice)
        .where(
            CounterNotice.event_id.in_(to_this_seller),
            CounterNotice.told_at == letter.created_at,
            CounterNotice.taken_back_at.is_(None),
        )
        .with_for_update(of=CounterNotice)
    )
    return work.session.scalars(announced).all()


def _clocks_of(work: UnitOfWork, letter: Letter, starts: Collection[datetime]) -> Sequence[Clock]:
    """Return the clocks that this letter set going, by the moments at which they began; their
    claims are locked first, as every step does."""
    if letter.complaint_id is None or not starts:
        return ()
    waits = Waits.FILER if letter.filer_id is not None else Waits.SELLER
    of_letter = (
        select(Claim, Clock)
        .join(Clock, Clock.claim_id == Claim.id)
        .where(
            *_claims_of(letter),
            Clock.kind.in_(FROM_A_LETTER),
            Clock.waits == waits,
            Clock.state == "running",
            Clock.starts_at.in_(starts),
        )
        .order_by(Claim.id, Clock.id)
    )
    locked = of_letter.with_for_update(of=Claim)
    return [clock for _claim, clock in work.session.execute(locked).tuples()]


def _claims_of(letter: Letter) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for the claims that a letter to its addressee may be about."""
    of_complaint = Claim.complaint_id == letter.complaint_id
    if letter.filer_id is not None:
        return (of_complaint,)
    return of_complaint, or_(Claim.store_id == letter.store_id, Claim.id == letter.claim_id)
