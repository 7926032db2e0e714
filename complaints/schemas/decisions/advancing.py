"""What a test instance is asked to do with a claim."""

from __future__ import annotations

from complaints.rules.decisions.advancing import Goal
from complaints.rules.law.regimes import ClockKind
from complaints.schemas.common import Body, one_of


class AdvanceIn(Body):
    to = one_of(Goal, about="the outcome; with it no clock")
    clock = one_of(ClockKind, about="the clock that is to be over now; with it no outcome")
