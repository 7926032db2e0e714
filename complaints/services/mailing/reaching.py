"""What a letter sets going as it goes out: the time that counts from when it reaches its reader.

Ground: calls no other service but the clocks.
"""

from __future__ import annotations

from sqlalchemy import select

from complaints.models import Claim, Clock, Letter
from complaints.rules.kinds import LetterKind
from complaints.rules.law.regimes import ClockKind
from complaints.rules.law.restoration import REACHES_WITHIN
from complaints.services.law import clocks
from complaints.work import UnitOfWork


def went_out(work: UnitOfWork, letter: Letter) -> None:
    """Let the time of Art. 43 of the E-Commerce Law count from now, where this letter forwards the
    declaration and its arrival was only assumed so far."""
    if letter.kind != LetterKind.CLAIM_COUNTERED:
        return
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
