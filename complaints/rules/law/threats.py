"""Suspicions of a threat to somebody's life or safety (DSA Art. 18): who sees one, how it stands.

The article says “promptly”; the hours are our own. Pure.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from complaints.rules.actors import Role

# So long after it was entered, whoever may see it reads that it is late.
PROMPTLY: Final = timedelta(hours=24)


class ThreatState(StrEnum):
    """How a suspicion stands: no authority was told yet, one was, or the entry counts nowhere."""

    TO_TELL = "to_tell"
    TOLD = "told"
    VOID = "void"


def threat_state(*, is_told: bool, is_void: bool) -> ThreatState:
    """Return how a suspicion stands.

    >>> str(threat_state(is_told=True, is_void=False))
    'told'
    """
    if is_void:
        return ThreatState.VOID
    return ThreatState.TOLD if is_told else ThreatState.TO_TELL


def is_untold_too_long(state: ThreatState, entered_at: datetime, now: datetime) -> bool:
    """Say whether an authority should have been told by now."""
    return state is ThreatState.TO_TELL and now - entered_at > PROMPTLY


def sees_all(role: Role) -> bool:
    """Say whether somebody in this part sees what colleagues suspect; others see their own alone.
    It may be about anybody, so as few as can act on it read it."""
    return role is Role.SUPERVISOR
