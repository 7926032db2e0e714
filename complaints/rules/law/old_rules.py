"""What would be another for a claim if it were filed today: its law, or where its right applies.
Pure.

What is filed keeps its form, its clocks and what was decided (docs/law/README.md, “In mid-case”).
Staff get these claims as a list, with why, so that none of them is a surprise.
"""

from __future__ import annotations

from enum import StrEnum

from complaints.rules.authority.territories import Cover
from complaints.rules.decisions.claims import OPEN_STATES
from complaints.rules.law.regimes import Law

# A listing that is down can still be answered for, under the law that its claim has.
GOING_ON = (*OPEN_STATES, "removed")


class OtherToday(StrEnum):
    """Why a claim is in the list.

    `law`: another regime leads or adds today. `outside`: its right does not apply where the listing
    is offered, and it was filed before that was noted. `unknown`: nobody has said where its right
    applies, so that no rule decides it any more.
    """

    LAW = "law"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


def other_today(
    then: Law, now: Law, cover: Cover, *, is_open: bool, is_noted: bool
) -> list[OtherToday]:
    """Return why a claim would be treated otherwise today; nothing, where it would not.

    `is_noted` is whether intake, or a later look, noted that its right does not apply there.
    """
    why = []
    if then.leading.code != now.leading.code or set(then.codes) != set(now.codes):
        why.append(OtherToday.LAW)
    if cover is Cover.OUTSIDE and not is_noted:
        why.append(OtherToday.OUTSIDE)
    if cover is Cover.UNKNOWN and is_open:
        why.append(OtherToday.UNKNOWN)
    return why
