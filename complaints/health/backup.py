"""Was a backup taken lately?"""

from __future__ import annotations

from datetime import datetime

from complaints.health.check import Found, lasting, well
from complaints.queries.upkeep import health
from complaints.rules.upkeep.health import BACKUP, State
from complaints.storage.context import Context
from complaints.words import message as _


def taken(context: Context, now: datetime) -> Found:
    """Look how old the last backup is. Who takes none with our command may take others."""
    with context.database.reading() as session:
        last = health.installation(session).backed_up_at
    if last is None:
        return well(_("No backup was taken yet with `cleanhands backup`."))
    age = now - last
    if age < -BACKUP.warn:
        return Found(
            State.WARN,
            _(
                "The last backup says that it was taken in %(time)s: a clock was wrong then. Run "
                "`cleanhands backup`.",
                time=lasting(-age),
            ),
        )
    if BACKUP.of(age) is State.OK:
        return well(_("A backup was taken."))
    return Found(
        BACKUP.of(age),
        _("The last backup is %(time)s old: run `cleanhands backup`.", time=lasting(age)),
    )
