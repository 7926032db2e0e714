"""Closes a claim whose filer did not send what was asked for."""

from __future__ import annotations

from complaints.models import Claim, Clock
from complaints.rules.kinds import EventKind
from complaints.rules.reasons import NOT_SENT
from complaints.rules.statements import Decision
from complaints.services import reasons, timeline
from complaints.services.move import transition
from complaints.work import UnitOfWork


def lapse(work: UnitOfWork, claim: Claim, _clock: Clock) -> None:
    """Close a claim that waits for its filer; one that does not any more is left as it is."""
    if claim.state == "incomplete":
        transition(work, claim, "lapse")
        event = timeline.add_event(work, [claim], EventKind.LAPSE)
        reasons.state_reasons(work, [claim], Decision.LAPSE, code=str(NOT_SENT), event=event)
