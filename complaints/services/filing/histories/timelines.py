"""Follows a claim through its events: where they lead, and which the state machine allows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from complaints.rules.decisions.claims import Position, position_after
from complaints.rules.kinds import EventKind
from complaints.rules.sellers.downtimes import Span, turned


@dataclass(frozen=True, slots=True)
class Moment:
    """An event as a claim's timeline reads it."""

    at: datetime
    kind: EventKind
    merit: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A claim's position, since when it is closed, the newest grade that a person gave, and from
    when to when it held its listing down."""

    position: Position
    closed_at: datetime | None = None
    graded: str | None = None
    down: tuple[Span, ...] = ()

    @property
    def merit(self) -> str | None:
        """The grade; a claim that is open again has none."""
        return self.graded if self.position.is_closed else None


RECEIVED = Outcome(Position("received"))


def walk_timeline(start: Outcome, moments: Sequence[Moment]) -> tuple[Outcome, list[bool]]:
    """Return the outcome, and for each event whether it was applied.

    Events are applied in the order of their times, those of one time in the given order.
    """
    applied = [False] * len(moments)
    outcome = start
    for index in sorted(range(len(moments)), key=lambda each: moments[each].at):
        moment = moments[index]
        reached = position_after(outcome.position, moment.kind)
        if reached is None:
            continue
        applied[index] = True
        if reached != outcome.position:
            outcome = replace(
                outcome,
                position=reached,
                closed_at=moment.at if reached.is_closed else None,
                down=turned(outcome.down, moment.at, is_down=reached.listing_down),
            )
        if moment.merit is not None:
            outcome = replace(outcome, graded=moment.merit)
    return outcome, applied
