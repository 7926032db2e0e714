"""Follows a claim through its events: where they lead, which of them the machine allows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from complaints.rules.claims import Standing, follow
from complaints.rules.kinds import EventKind


@dataclass(frozen=True, slots=True)
class Moment:
    """What a claim's timeline needs of an event."""

    at: datetime
    kind: EventKind
    merit: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a claim stands, since when it is closed, and the newest grade that a person gave."""

    standing: Standing
    closed_at: datetime | None = None
    graded: str | None = None

    @property
    def merit(self) -> str | None:
        """The grade; a claim that is open again has none."""
        return self.graded if self.standing.is_closed else None


RECEIVED = Outcome(Standing("received"))


def walk(start: Outcome, moments: Sequence[Moment]) -> tuple[Outcome, list[bool]]:
    """Return the outcome, and of each event whether it was applied.

    Events count in the order of their times, those of one time in the order given.
    """
    applied = [False] * len(moments)
    outcome = start
    for index in sorted(range(len(moments)), key=lambda each: moments[each].at):
        moment = moments[index]
        led = follow(outcome.standing, moment.kind)
        if led is None:
            continue
        applied[index] = True
        if led != outcome.standing:
            outcome = replace(outcome, standing=led, closed_at=moment.at if led.is_closed else None)
        if moment.merit is not None:
            outcome = replace(outcome, graded=moment.merit)
    return outcome, applied
