"""Rounds of answers under our own rules: what silence means once a round's time is over."""

from __future__ import annotations

from complaints.models import Claim, Clock
from complaints.work import Work


def silence(work: Work, claim: Claim, clock: Clock) -> None:
    """Let staff decide: whoever was asked has said nothing."""
