"""Did the clock of a worker jump?"""

from __future__ import annotations

from datetime import datetime

from complaints.health.check import Found, bad, well
from complaints.queries.upkeep import health
from complaints.storage.context import Context
from complaints.words import message as _


def steady(context: Context, _now: datetime) -> Found:
    """Look for jumps that are not settled."""
    with context.database.reading() as session:
        jumps = health.clock_jumps(session)
    if not jumps.count:
        return well(_("No clock has jumped."))
    return bad(
        _(
            "The clock of a worker has jumped: nothing lapses and nothing is deleted until it has "
            "been the same for an hour. Look at the machine's time; `cleanhands clock` shows the "
            "jump, and takes your word that the clock is right."
        )
    )
