"""Closes a claim whose filer did not send what was asked for."""

from __future__ import annotations

from complaints.models import Claim, Clock
from complaints.rules.kinds import EventKind
from complaints.rules.reasons import NOT_SENT
from complaints.rules.statements import Decision
from complaints.services import reasons, timeline
from complaints.services.move import move
from complaints.work import Work


def lapse(work: Work, claim: Claim, _clock: Clock) -> None:
    """Close a claim that waits for its filer; one that does not any more is left as it is."""
    if claim.state == "incomplete":
        move(work, claim, "lapse")
        event = timeline.write(work, [claim], EventKind.LAPSE)
        reasons.tell(work, [claim], Decision.LAPSE, code=str(NOT_SENT), event=event)
