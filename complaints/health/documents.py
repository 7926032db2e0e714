"""Can documents be kept and read?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from complaints.base.errors import Refusal
from complaints.health.check import Found, bad, well
from complaints.storage.context import Context
from complaints.words import message as _


def reachable(context: Context, _now: datetime) -> Found:
    """Ask the folder or the bucket for a document that is not there."""
    place = context.archive.place
    # A folder is made when the first document comes.
    if place.startswith("s3://") or Path(place).is_dir():
        try:
            context.archive.require_reachable()
        except Refusal:
            return bad(
                _(
                    "The store of documents does not answer: see whether the folder or bucket "
                    "that CLEANHANDS_DOCUMENTS names can be reached; the log says what it answered."
                )
            )
    return well(_("The store of documents answers."))
