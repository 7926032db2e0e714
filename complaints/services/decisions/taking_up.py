"""Processes claims that were kept back by a boycott which binds their filer no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from complaints.models import Boycott, Claim, Complaint
from complaints.queries.cases import boycotts
from complaints.queries.decisions import claims
from complaints.rules.decisions.reasons import FILED_AGAIN
from complaints.rules.decisions.statements import Decision
from complaints.rules.kinds import EventKind
from complaints.rules.law.treatments import Treatment
from complaints.services import timeline
from complaints.services.decisions import reasons
from complaints.services.decisions.hearing import hear_sellers
from complaints.services.move import transition
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class KeptOutcome:
    """How many kept claims were taken up and discarded, `doubles` of open claims among the latter.

    `still_kept` counts claims that another boycott, for their principal, keeps back.
    """

    taken_up: int
    discarded: int
    doubles: int
    still_kept: int = 0


def take_up(work: UnitOfWork, kept: Iterable[Claim]) -> KeptOutcome:
    """Process kept claims, as if filed when they were; the caller has locked their accounts.

    A claim that would double an open one of the same right against the same listing is discarded
    and refers to that one; a claim that another boycott stops stays kept.
    """
    taken_up: list[int] = []
    doubles, still_kept = 0, 0
    for claim in kept:
        complaint = claims.complaint_of(work.session, claim)
        keeps = boycotts.keeps(work.session, claim, complaint.rights_holder_id, work.now)
        if keeps is not None:
            _leave_to(work, complaint, keeps)
            still_kept += 1
            continue
        twin = claims.lock_open_twin(work.session, claim)
        if twin is None:
            open_claim(work, claim, boycott=complaint.boycott_id)
            taken_up.append(claim.id)
        else:
            claim.duplicate_of = twin.id
            discard(work, claim, complaint.boycott_id, str(FILED_AGAIN))
            doubles += 1
    hear_sellers(work, taken_up)
    return KeptOutcome(len(taken_up), doubles, doubles, still_kept)


def open_claim(work: UnitOfWork, claim: Claim, **facts: Any) -> None:
    """Take a kept claim up, which no boycott stops any more. Where one binds it still, it waits in
    the lane, by the lane's clock: it was filed before, so no proof is asked of it."""
    bound = boycotts.treatment_now(work.session, claim, work.now) is not None
    claim.treatment = str(Treatment.LANE) if bound else None
    transition(work, claim, "take_up", **facts)


def _leave_to(work: UnitOfWork, complaint: Complaint, keeps: Boycott) -> None:
    """Count a complaint to the boycott that keeps it still, where its own was lifted: what becomes
    of it is decided with that one. Of one that is over otherwise it stays, and so does its
    appeal."""
    own = work.session.get(Boycott, complaint.boycott_id) if complaint.boycott_id else None
    if own is not None and own.state == "lifted":
        complaint.boycott_id = keeps.id


def discard(work: UnitOfWork, claim: Claim, boycott_id: int | None, why: str) -> None:
    """Close a kept claim, unprocessed. The letter about the boycott's end tells of it."""
    transition(work, claim, "discard", why=why, boycott=boycott_id)
    event = timeline.add_event(work, [claim], EventKind.LAPSE, reason=why)
    reasons.state_reasons(work, [claim], Decision.DISCARD, code=why, event=event, by_letter=False)
