"""The sample of a boycott's case, graded as a reviewer grades it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from complaints.models import Boycott
from complaints.queries.cases import boycotts
from complaints.rules.actors import Actor
from complaints.rules.kinds import Merit
from complaints.services.decisions import claims
from tests.scenes.working import working


def grade_sample(
    session: Session, actor: Actor, boycott_id: int, now: datetime, merit: Merit = Merit.UNFOUNDED
) -> list[int]:
    """Grade what is left of a case's sample; return the ids of these claims."""
    work = working(session, actor, now)
    left = boycotts.sample_left(work, session.get_one(Boycott, boycott_id))
    for claim_id in left:
        claims.grade(work, claim_id, merit=merit, reason="As drawn.")
    return left
