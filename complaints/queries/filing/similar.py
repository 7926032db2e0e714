"""Complaints similar to one: on the same right, listings or stores, with the same paper or text.

A hint for a reviewer, not a search: each way reads a few rows of an index, so that it costs the
same however much is stored.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from complaints.models import Claim, Complaint, ComplaintDocument, Event, Right
from complaints.queries.decisions.claim_parts import DECIDING
from complaints.queries.filing import complaints
from complaints.queries.filing.complaints import ComplaintView
from complaints.rules.decisions.reasons import in_words
from complaints.rules.kinds import Likeness
from complaints.words import Message
from complaints.work import UnitOfWork

# The most rows of each way, and the most rights, stores or papers that it looks up.
_EACH, _THINGS = 8, 20
# How many of the filer's own newest complaints are compared by their text.
_OWN = 200
_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Alike:
    """A similar complaint, in which ways it is similar, and why its newest decision was taken."""

    view: ComplaintView
    ways: tuple[str, ...]
    why: Message | None

    @property
    def id(self) -> int:
        return self.view.complaint.id


def find_similar(work: UnitOfWork, complaint_id: int) -> list[Alike]:
    """Return up to 25 complaints in sight that are similar to this one, the most similar first.

    Refuses with: not-found.
    """
    complaint = complaints.get_complaint(work, complaint_id)
    ways: dict[int, list[str]] = {}
    for way, ids in zip(Likeness, _ways(work.session, complaint), strict=True):
        for other in dict.fromkeys(ids):
            if other != complaint_id:
                ways.setdefault(other, []).append(way)
    chosen = sorted(ways, key=lambda other: (-len(ways[other]), -other))[:_SHOWN]
    rows = complaints.in_sight(work, chosen)
    views = {view.complaint.id: view for view in complaints.complaint_views(work, rows)}
    reasons = _newest_reasons(work.session, list(views))
    return [
        Alike(views[each], tuple(ways[each]), reasons.get(each)) for each in chosen if each in views
    ]


def _newest_reasons(session: Session, ids: Collection[int]) -> dict[int, Message]:
    """Return by complaint the reason of its newest decision, where it has one."""
    newest = (
        select(func.max(Event.id))
        .where(Event.complaint_id.in_(ids), Event.kind.in_(DECIDING), Event.reason.is_not(None))
        .group_by(Event.complaint_id)
    )
    rows = session.execute(
        select(Event.complaint_id, Event.reason, Event.code).where(Event.id.in_(newest))
    ).tuples()
    return {complaint_id: in_words(why or "", code) for complaint_id, why, code in rows}


def _ways(session: Session, complaint: Complaint) -> tuple[Collection[int], ...]:
    aims = session.execute(
        select(Claim.listing_id, Claim.store_id).where(Claim.complaint_id == complaint.id)
    ).tuples()
    listings, stores = set(), set()
    for listing_id, store_id in aims:
        listings.add(listing_id)
        if store_id is not None:
            stores.add(store_id)
    return (
        _same_listings(session, complaint.id, listings),
        _same_right(session, complaint),
        _same_papers(session, complaint.id),
        _same_words(session, complaint),
        _some(session, [_on_store(store) for store in sorted(stores)[:_THINGS]]),
    )


def _same_listings(session: Session, complaint_id: int, listings: set[int]) -> Sequence[int]:
    hit = select(Claim.complaint_id).where(
        Claim.listing_id.in_(listings), Claim.complaint_id != complaint_id
    )
    return session.scalars(hit.distinct().limit(_EACH)).all()


def _same_right(session: Session, complaint: Complaint) -> Sequence[int]:
    key = session.get_one(Right, complaint.right_id).key
    rights = session.scalars(select(Right.id).where(Right.key == key).limit(_THINGS))
    return _some(session, [_by_right(right_id) for right_id in rights])


def _by_right(right_id: int) -> Select[tuple[int]]:
    mine = select(Complaint.id).where(Complaint.right_id == right_id)
    return mine.order_by(Complaint.filed_at.desc()).limit(_EACH)


def _same_papers(session: Session, complaint_id: int) -> Sequence[int]:
    papers = session.scalars(
        select(ComplaintDocument.document_id)
        .where(ComplaintDocument.complaint_id == complaint_id)
        .limit(_THINGS)
    )
    return _some(session, [_with_paper(paper) for paper in papers])


def _with_paper(document_id: int) -> Select[tuple[int]]:
    shown = select(ComplaintDocument.complaint_id)
    return shown.where(ComplaintDocument.document_id == document_id).limit(_EACH)


def _on_store(store_id: int) -> Select[tuple[int]]:
    return select(Claim.complaint_id).where(Claim.store_id == store_id).limit(_EACH)


def _same_words(session: Session, complaint: Complaint) -> Sequence[int]:
    if not complaint.statement:
        return ()
    newest = (
        select(Complaint.id, Complaint.statement)
        .where(Complaint.filer_id == complaint.filer_id)
        .order_by(Complaint.filed_at.desc(), Complaint.id.desc())
        .limit(_OWN)
        .subquery()
    )
    return session.scalars(
        select(newest.c.id).where(newest.c.statement == complaint.statement).limit(_EACH)
    ).all()


def _some(session: Session, statements: Sequence[Select[tuple[int]]]) -> Sequence[int]:
    if not statements:
        return ()
    parts = [select(each.subquery()) for each in statements]
    return session.scalars(union_all(*parts) if len(parts) > 1 else parts[0]).all()
