"""Closes a claim whose filer did not send what was asked for."""

from __future__ import annotations

from complaints.models import Claim, Clock
from complaints.rules.kinds import EventKind
from complaints.services import timeline
from complaints.services.move import move
from complaints.work import Work


def lapse(work: Work, claim: Claim, _clock: Clock) -> None:
    """Close a claim that waits for its filer; one that does not any more is left as it is."""
    if claim.state == "incomplete":
        move(work, claim, "lapse")
        timeline.write(work, [claim], EventKind.LAPSE)
