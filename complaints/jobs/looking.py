"""Looks at papers that were uploaded: are they ones that we have, come again?

Only the newest is compared with those before it, so that a scan has nothing to compare. No
transaction is open while pages are drawn.
"""

from __future__ import annotations

import logging
from datetime import datetime

from complaints.context import Context
from complaints.errors import trail
from complaints.papers import likeness
from complaints.papers.likeness import Look
from complaints.queries import likeness as asked
from complaints.queries.likeness import Stored
from complaints.services import likeness as noted

# So many in one run of the job; the rest waits for the next run.
AT_ONCE = 20
log = logging.getLogger(__name__)


def look_at_waiting(context: Context, now: datetime) -> int:
    """Look at up to 20 papers, the oldest first; return how many."""
    with context.database.reading() as session:
        waiting = asked.waiting(session, limit=AT_ONCE)
    for paper in waiting:
        _look_at(context, paper, now)
    return len(waiting)


def _look_at(context: Context, paper: Stored, now: datetime) -> None:
    look = _look(context, paper)
    keys = likeness.keys(look) if look else []
    same_as = _same_as(context, look, keys) if look else None
    with context.database.transaction() as session:
        hash_ = look.hash if look else None
        noted.note(session, paper.document_id, hash_=hash_, keys=keys, same_as=same_as, now=now)


def _same_as(context: Context, look: Look, keys: list[str]) -> int | None:
    with context.database.reading() as session:
        candidates = asked.candidates(session, keys, look.hash)
    for candidate in candidates:
        other = _look(context, candidate)
        if other is not None and likeness.are_same(look, other):
            return candidate.document_id
    return None


def _look(context: Context, paper: Stored) -> Look | None:
    """Return what is seen of a paper. One that cannot be drawn keeps no other from its turn."""
    try:
        return likeness.look(context.archive.read(paper.sha256), paper.media_type)
    except Exception as error:  # a stranger's file: whatever it breaks, it breaks alone
        log.warning("document %s cannot be looked at: %s", paper.document_id, trail(error)[0])
        return None
