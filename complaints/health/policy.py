"""Can this version read the policy in force?"""

from __future__ import annotations

from datetime import datetime

from complaints.health.check import Found, well
from complaints.storage.context import Context
from complaints.words import message as _
from complaints.work.policy import in_force


def readable(context: Context, _now: datetime) -> Found:
    """Read the policy in force. Raises ConfigurationError, with what does not hold in it."""
    with context.database.reading() as session:
        number = in_force(session).number
    return well(_("Policy %(number)s is in force.", number=str(number)))
