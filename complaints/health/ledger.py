"""Is the ledger sealed as it grows?"""

from __future__ import annotations

from datetime import datetime, timedelta

from complaints.health.check import Found, lasting, well
from complaints.queries.upkeep import health
from complaints.rules.upkeep.health import UNSEALED, State
from complaints.storage.context import Context
from complaints.words import message as _


def sealed(context: Context, now: datetime) -> Found:
    """Look how long the oldest entry has waited for its seal."""
    with context.database.reading() as session:
        waiting = health.unsealed(session)
    age = now - waiting.since if waiting.since else timedelta(0)
    state = UNSEALED.of(age)
    if state is State.OK:
        return well(_("The ledger is sealed."))
    return Found(
        state,
        _(
            "Entries of the ledger have waited for their seal for %(time)s: see that a worker runs "
            "(`cleanhands run` on SQLite, `cleanhands worker` on PostgreSQL), and what its log "
            "says.",
            time=lasting(age),
        ),
    )
