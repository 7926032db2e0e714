"""The figures of the dashboard: those that the newest scan counted, and those counted on demand.

Must answer at once however much is stored: no statement here walks the claims.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.errors import not_found
from complaints.models import Boycott, Claim, Complaint, Figure, Flag, ScanRun
from complaints.queries import samples
from complaints.queries.boycotts import stopped
from complaints.queries.claims import waiting as waits
from complaints.rules.boycotts import BINDING
from complaints.rules.figures import COLUMNS
from complaints.words import message as _
from complaints.work import Work

Rows = list[list[object]]

DUE = ("overdue", "day", "three_days", "week", "later", "no_clock")


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure. `as_of` is when the scan counted it, or now."""

    name: str
    columns: Sequence[str]
    rows: Rows
    as_of: datetime | None


def find(work: Work) -> list[FigureView]:
    """Return all figures. Refuses with: not-found, unless the actor is staff."""
    if not work.actor.is_staff:
        raise not_found(_("page"))
    stored = work.session.execute(
        select(Figure, ScanRun.as_of).join(ScanRun, ScanRun.id == Figure.scan_run_id)
    ).tuples()
    counted = {figure.name: (figure.rows, as_of) for figure, as_of in stored}
    figures = []
    for name, columns in COLUMNS.items():
        if name in LIVE:
            figures.append(FigureView(name, columns, LIVE[name](work.session, work.now), work.now))
        else:
            rows, as_of = counted.get(name, ([], None))
            figures.append(FigureView(name, columns, rows, as_of))
    return figures


def get(work: Work, name: str) -> FigureView:
    """Return one figure. Refuses with: not-found."""
    if name not in COLUMNS:
        raise not_found(_("figure"))
    return next(each for each in find(work) if each.name == name)


def _open_by_deadline(session: Session, now: datetime) -> Rows:
    """Return the number of claims that wait for staff, by the time left to their deadline."""
    waiting = waits()
    bounds = [None, now, *(now + timedelta(days=days) for days in (1, 3, 7)), None]
    rows: Rows = []
    for name, low, high in zip(DUE, bounds, bounds[1:], strict=False):
        counted = select(func.count()).select_from(Claim).where(waiting)
        counted = counted.where(Claim.decide_by.is_not(None))
        if low is not None:
            counted = counted.where(Claim.decide_by >= low)
        if high is not None:
            counted = counted.where(Claim.decide_by < high)
        rows.append([name, session.scalar(counted) or 0])
    none = select(func.count()).select_from(Claim).where(waiting, Claim.decide_by.is_(None))
    return [*rows, [DUE[-1], session.scalar(none) or 0]]


def _flags(session: Session, _now: datetime) -> Rows:
    states = COLUMNS["flags"][1:]
    counted = select(Flag.level, Flag.state, func.count()).group_by(Flag.level, Flag.state)
    by = {(level, state): number for level, state, number in session.execute(counted).tuples()}
    return [
        [level, *(by.get((level, state), 0) for state in states)]
        for level in ("warning", "boycott_review")
    ]


def _harm_avoided(session: Session, now: datetime) -> Rows:
    """Return what boycotts kept back and how many listings stayed up by that: counts, no
    estimates."""
    bound = Complaint.boycott_id.is_not(None)
    claims = select(Claim.id).join(Complaint, Complaint.id == Claim.complaint_id)
    claims = claims.where(bound, stopped())
    kept = claims.with_only_columns(Claim.complaint_id).distinct()
    back = claims.where(Claim.state.in_(("not_processed", "closed")))
    spared = back.where(Claim.listing_down.is_(False)).with_only_columns(
        func.count(func.distinct(Claim.listing_id))
    )
    taken_up = select(func.count()).select_from(
        claims.where(Claim.state.not_in(("not_processed", "closed"))).subquery()
    )
    binding = select(func.count()).where(
        Boycott.state.in_(BINDING), Boycott.starts_at <= now, Boycott.ends_at > now
    )
    return [
        ["boycotts_in_force", session.scalar(binding) or 0],
        ["complaints_kept", session.scalar(select(func.count()).select_from(kept.subquery())) or 0],
        ["claims_kept", session.scalar(select(func.count()).select_from(claims.subquery())) or 0],
        ["claims_taken_up", session.scalar(taken_up) or 0],
        ["listings_spared", session.scalar(spared) or 0],
    ]


def _missed_abuse(session: Session, _now: datetime) -> Rows:
    """Return what the last random samples of unflagged filers estimate; no rows before the
    first."""
    missed = samples.latest_estimate(session)
    if missed is None:
        return []
    return [
        ["judged", missed.judged],
        ["abusive", missed.abusive],
        ["share", missed.share],
        ["share_low", missed.low],
        ["share_high", missed.high],
        ["filers_low", missed.filers_low],
        ["filers_high", missed.filers_high],
        ["unflagged_filers", missed.population],
    ]


LIVE: dict[str, Callable[[Session, datetime], Rows]] = {
    "open_by_deadline": _open_by_deadline,
    "flags": _flags,
    "harm_avoided": _harm_avoided,
    "missed_abuse": _missed_abuse,
}
