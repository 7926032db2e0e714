"""Compares newly uploaded papers with the stored ones: is one the same paper again?

Each new paper is compared with those before it, so that a scan need not compare any. No transaction
is open while pages are drawn. Where a paper is a copy of another, the accounts that filed with it
are matched again with bound and flagged parties.
"""

from __future__ import annotations

import logging
from datetime import datetime

from complaints.base.errors import Refusal, trail
from complaints.health.documents import require_place
from complaints.papers import likeness
from complaints.papers.likeness import Look
from complaints.queries.filing import likeness as likeness_queries
from complaints.queries.filing.likeness import Stored
from complaints.rules.actors import SYSTEM
from complaints.services.cases import holds
from complaints.services.filing import likeness as likeness_service
from complaints.storage.context import Context
from complaints.work import begin_work

# Papers in one run of the job; the rest waits for the next run.
AT_ONCE = 20
log = logging.getLogger(__name__)


def look_at_waiting(context: Context, now: datetime) -> int:
    """Look at up to 20 papers, the oldest first; return how many.

    Refuses with: unavailable, also where the documents' place goes away meanwhile.
    """
    with context.database.reading() as session:
        waiting = likeness_queries.papers_to_compare(session, limit=AT_ONCE)
    for paper in waiting:
        _look_at(context, paper, now)
    return len(waiting)


def _look_at(context: Context, paper: Stored, now: datetime) -> None:
    look = _look(context, paper)
    keys = likeness.keys(look) if look else []
    same_as = _same_as(context, look, keys) if look else None
    with begin_work(context, SYSTEM, now=now) as work:
        hash_ = look.hash if look else None
        likeness_service.store_look(
            work.session, paper.document_id, hash_=hash_, keys=keys, same_as=same_as, now=now
        )
        if same_as is not None:
            holds.look_again(work, paper.document_id)


def _same_as(context: Context, look: Look, keys: list[str]) -> int | None:
    with context.database.reading() as session:
        candidates = likeness_queries.candidates(session, keys, look.hash)
    for candidate in candidates:
        other = _look(context, candidate)
        if other is not None and likeness.are_same(look, other):
            return candidate.document_id
    return None


def _look(context: Context, paper: Stored) -> Look | None:
    """Return the features of a paper; None where it cannot be drawn, which stops no other paper."""
    try:
        return likeness.features_of(context.archive.read(paper.sha256), paper.media_type)
    except Refusal as refusal:
        if refusal.slug == "unavailable":
            raise
        log.warning("document %s cannot be looked at: %s", paper.document_id, refusal.slug)
        return None
    except FileNotFoundError:
        # Where all are gone, none of them cannot be looked at.
        require_place(context)
        log.warning("document %s cannot be looked at: it is not stored", paper.document_id)
        return None
    except Exception as error:  # a stranger's file may fail in any way, and must stop no other
        log.warning("document %s cannot be looked at: %s", paper.document_id, trail(error)[0])
        return None
