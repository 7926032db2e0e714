"""Are the keys those of the database?"""

from __future__ import annotations

from datetime import datetime

from complaints.health import opening
from complaints.health.check import Found, bad, well
from complaints.storage.context import Context
from complaints.words import message as _


def fit(context: Context, _now: datetime) -> Found:
    """Compare the keys with those that the database is under."""
    wrong = opening.wrong_keys(context)
    if wrong is not None:
        return bad(wrong)
    return well(_("The keys are those of the database."))
