"""Do the tables of the database fit this version?"""

from __future__ import annotations

from datetime import datetime

from complaints import migration
from complaints.health.check import Found, well
from complaints.storage.context import Context
from complaints.words import message as _


def fits(context: Context, _now: datetime) -> Found:
    """Compare the tables with what this version needs. Raises ConfigurationError."""
    migration.require_current(context.database)
    return well(_("The tables fit this version."))
