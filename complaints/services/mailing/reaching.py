"""What a letter sets going as it goes out: the time that counts from when it reaches its reader.

Ground: calls no other service but the clocks.
"""

from __future__ import annotations

from sqlalchemy import select

from complaints.models import Claim, Clock, CounterNotice, Event, Letter
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
    announced = (
        select(CounterNotice)
        .join(Event, Event.id == CounterNotice.event_id)
        .where(
            Event.complaint_id == letter.complaint_id,
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
