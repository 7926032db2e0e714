"""Do staff decide by the deadlines?"""

from __future__ import annotations

from datetime import datetime, timedelta

from complaints.health.check import Found, lasting, well
from complaints.queries.upkeep import health
from complaints.rules.upkeep.health import DEADLINES, State
from complaints.storage.context import Context
from complaints.words import counted
from complaints.words import message as _


def check_deadlines(context: Context, now: datetime) -> Found:
    """Look for claims that staff should have decided."""
    with context.database.reading() as session:
        late = health.claims_past_deadline(session, now)
    age = now - late.since if late.since else timedelta(0)
    state = DEADLINES.of(age)
    if state is State.OK:
        return well(_("No deadline is missed by a day."))
    return Found(
        state,
        counted(
            "%(num)s claim is past its deadline by %(time)s: decide it.",
            "%(num)s claims are past their deadline, the oldest by %(time)s: decide them.",
            late.count,
            time=lasting(age),
        ),
    )
