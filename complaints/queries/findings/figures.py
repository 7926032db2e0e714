"""The figures of the dashboard: those that the newest scan counted, and those counted on demand.

Must answer at once however much is stored: no statement here walks the claims.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from complaints.base.errors import not_found
from complaints.models import Boycott, Claim, Figure, Flag, ScanRun
from complaints.queries.cases.boycotts.binding import binds_at
from complaints.queries.cases.boycotts.counting import count_whole_effect
from complaints.queries.decisions import restore_queue
from complaints.queries.decisions.claims import waits_for_decision as waits
from complaints.queries.findings import samples
from complaints.rules.findings.figures import COLUMNS
from complaints.words import message as _
from complaints.work import UnitOfWork

Rows = list[list[object]]

DUE = ("overdue", "day", "three_days", "week", "later", "no_clock", "imported")


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure. `as_of` is when the scan counted it, or now."""

    name: str
    columns: Sequence[str]
    rows: Rows
    as_of: datetime | None


def find_figures(work: UnitOfWork) -> list[FigureView]:
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


def get_figure(work: UnitOfWork, name: str) -> FigureView:
    """Return one figure. Refuses with: not-found."""
    if name not in COLUMNS:
        raise not_found(_("figure"))
    return next(each for each in find_figures(work) if each.name == name)


def _open_by_deadline(session: Session, now: datetime) -> Rows:
    """Return the number of claims that wait for staff, by the time left to their deadline: those of
    the queue and, apart, those that an import left undecided."""
    bounds = [None, now, *(now + timedelta(days=days) for days in (1, 3, 7)), None]
    rows: Rows = []
    for name, low, high in zip(DUE, bounds, bounds[1:], strict=False):
        # Late from the moment on at which a deadline is over, as in the queue.
        within: list[Any] = [Claim.decide_by.is_not(None)]
        within += [] if low is None else [Claim.decide_by > low]
        within += [] if high is None else [Claim.decide_by <= high]
        rows.append([name, _waiting(session, *within)])
    unclocked = Claim.decide_by.is_(None)
    return [
        *rows,
        [DUE[-2], _waiting(session, unclocked, ~Claim.from_history)],
        [DUE[-1], _waiting(session, unclocked, Claim.from_history)],
    ]


def _waiting(session: Session, *conditions: Any) -> int:
    return session.scalar(select(func.count()).where(waits(), *conditions)) or 0


def _flags(session: Session, _now: datetime) -> Rows:
    states = COLUMNS["flags"][1:]
    counted = select(Flag.level, Flag.state, func.count()).group_by(Flag.level, Flag.state)
    by = {(level, state): number for level, state, number in session.execute(counted).tuples()}
    return [
        [level, *(by.get((level, state), 0) for state in states)]
        for level in ("warning", "boycott_review")
    ]


def _harm_avoided(session: Session, now: datetime) -> Rows:
    """Return what boycotts kept back and how many listings stayed up by that, and what of past
    takedowns was put right: counts, no estimates."""
    binding = select(func.count()).select_from(Boycott).where(binds_at(now))
    effect = count_whole_effect(session)
    put_right = restore_queue.put_right_of(session, now)
    return [
        ["boycotts_in_force", session.scalar(binding) or 0],
        ["complaints_kept", effect.complaints],
        ["claims_kept", effect.claims],
        ["claims_taken_up", effect.taken_up],
        ["listings_spared", effect.spared],
        ["listings_put_right", put_right.listings],
        ["days_put_right", round(put_right.days)],
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
