"""What a letter sets going as it goes out: the time that counts from when it reaches its reader.

Ground: calls no other service but the clocks.
"""

from __future__ import annotations

from sqlalchemy import or_, select

from complaints.models import Claim, Clock, CounterNotice, EventClaim, Letter
from complaints.rules.kinds import LetterKind
from complaints.rules.law.regimes import ClockKind
from complaints.rules.law.restoration import REACHES_WITHIN
from complaints.rules.sellers.counter_notices import TO_TAKE_BACK
from complaints.services.law import clocks
from complaints.work import UnitOfWork


def went_out(work: UnitOfWork, letter: Letter) -> None:
    """Let what counts from this letter count from now."""
    if letter.kind == LetterKind.CLAIM_COUNTERED:
        _forwarded(work, letter)
    elif letter.kind == LetterKind.COPY_ANNOUNCED:
        _announced(work, letter)


def _announced(work: UnitOfWork, letter: Letter) -> None:
    """Let the time begin in which a seller can take back what goes to the complainant whole."""
    to_this_seller = (
        select(EventClaim.event_id)
        .join(Claim, Claim.id == EventClaim.claim_id)
        .where(
            Claim.complaint_id == letter.complaint_id,
            or_(Claim.store_id == letter.store_id, Claim.id == letter.claim_id),
        )
    )
    announced = (
        select(CounterNotice)
        .where(
            CounterNotice.event_id.in_(to_this_seller),
            CounterNotice.told_at == letter.created_at,
            CounterNotice.copy_from.is_(None),
        )
        .with_for_update(of=CounterNotice)
    )
    for notice in work.session.scalars(announced):
        notice.copy_from = work.now + TO_TAKE_BACK


def _forwarded(work: UnitOfWork, letter: Letter) -> None:
    """Let the time of Art. 43 of the E-Commerce Law count from now, where this letter forwards the
    declaration and its arrival was only assumed so far."""
    assumed = letter.created_at + REACHES_WITHIN
    if work.now >= assumed:
        return
    rows = work.session.execute(
        select(Claim, Clock.id)
        .join(Clock, Clock.claim_id == Claim.id)
        .where(
            Claim.complaint_id == letter.complaint_id,
            Clock.kind == ClockKind.WAIT,
            Clock.state == "running",
            Clock.starts_at == assumed,
        )
        .order_by(Claim.id)
        .with_for_update(of=Claim)
    ).all()
    for claim, _clock_id in rows:
        clocks.start(work, claim, ClockKind.WAIT, at=work.now)
