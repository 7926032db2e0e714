"""What people said of filers, as labels for a fit: decided flags, judged samples, graded claims.

A filer has one label: its newest of flags and samples, or else its grades. Must not write.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from abuse.fitting.labels import Label
from complaints.models import Claim, Event, EventClaim, Flag, Sample, SampledFiler
from complaints.rules.cases.flags import FLAG
from complaints.rules.kinds import Merit, SampleVerdict


def find_fit_labels(
    session: Session, *, least_graded: int, since: datetime | None = None, until: datetime
) -> list[Label]:
    """Return the labels given after `since` and up to `until`, by filer.

    A filer that was never flagged and has `least_graded` graded claims, none of them manifestly
    unfounded, counts as clean.
    """
    newest: dict[int, Label] = {}
    given = [*_flags(session, since, until), *_samples(session, since, until)]
    for label in sorted(given, key=lambda each: each.at):
        newest[label.filer] = label
    for label in _graded_clean(session, least_graded, since, until):
        newest.setdefault(label.filer, label)
    return [newest[filer] for filer in sorted(newest)]


def _flags(session: Session, since: datetime | None, until: datetime) -> list[Label]:
    statement = (
        select(Flag.filer_id, Flag.state, Flag.closed_at)
        .where(Flag.state.in_(FLAG.closed), *_within(Flag.closed_at, since, until))
        .order_by(Flag.id)
    )
    rows = session.execute(statement).tuples()
    return [Label(filer, state == "confirmed", at) for filer, state, at in rows if at]


def _samples(session: Session, since: datetime | None, until: datetime) -> list[Label]:
    """Sampled filers who were judged, each standing for as many as were eligible for one of them.

    Several months' samples show one market several times: each counts as its part.
    """
    verdicts = (SampleVerdict.CLEAN, SampleVerdict.ABUSIVE)
    statement = (
        select(
            SampledFiler.sample_id,
            Sample.population,
            SampledFiler.filer_id,
            SampledFiler.verdict,
            SampledFiler.judged_at,
        )
        .join(Sample, Sample.id == SampledFiler.sample_id)
        .where(SampledFiler.verdict.in_(verdicts), *_within(SampledFiler.judged_at, since, until))
        .order_by(SampledFiler.judged_at, SampledFiler.id)
    )
    rows = session.execute(statement).tuples().all()
    judged: dict[int, int] = defaultdict(int)
    for sample_id, *_rest in rows:
        judged[sample_id] += 1
    weight: dict[int, float] = defaultdict(float)
    labels: dict[int, Label] = {}
    for sample_id, population, filer, verdict, at in rows:
        # Drawn twice, a filer stands for its part of both months.
        weight[filer] += population / judged[sample_id] / len(judged)
        if at:
            labels[filer] = Label(filer, verdict == SampleVerdict.ABUSIVE, at, weight[filer])
    return list(labels.values())


def _graded_clean(
    session: Session, least: int, since: datetime | None, until: datetime
) -> list[Label]:
    manifest = func.sum(case((Event.merit == Merit.MANIFESTLY_UNFOUNDED, 1), else_=0))
    graded_at = func.max(Event.at)
    statement = (
        select(Claim.filer_id, graded_at)
        .join(EventClaim, EventClaim.claim_id == Claim.id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(Event.merit.is_not(None), EventClaim.applied, Event.at <= until)
        .where(Claim.filer_id.not_in(select(Flag.filer_id)))
        .group_by(Claim.filer_id)
        .having(func.count(Claim.id.distinct()) >= least, manifest == 0)
    )
    rows = session.execute(statement).tuples()
    return [Label(filer, False, at) for filer, at in rows if since is None or at > since]


def _within(moment: Any, since: datetime | None, until: datetime) -> list[ColumnElement[bool]]:
    return [moment <= until, *([moment > since] if since else [])]
