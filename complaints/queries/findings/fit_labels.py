"""What people said of filers, as labels for a fit: decided flags, judged samples, appeals decided,
graded claims.

A filer has one label: the newest of flags, samples and appeals, or else its grades. Must not write.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from abuse.fitting.labels import Label
from complaints.models import (
    Appeal,
    Boycott,
    Claim,
    Event,
    EventClaim,
    Flag,
    Sample,
    SampledFiler,
)
from complaints.queries.logins import grants
from complaints.rules.cases.flags import FLAG
from complaints.rules.kinds import Merit, SampleVerdict

# The person who counts for whoever judged.
Hand = Callable[[int | None], int | None]


def find_fit_labels(
    session: Session,
    *,
    least_graded: int,
    least_manifest: int,
    since: datetime | None = None,
    until: datetime,
) -> list[Label]:
    """Return the labels given after `since` and up to `until`, by filer.

    A filer that was never flagged counts as clean with `least_graded` graded claims, none of them
    manifestly unfounded, and as abusive with `least_manifest` that are, half of the graded at
    least. A boycott that an appeal upheld confirms abuse; one that it overturned takes an earlier
    confirmation back, and says no more. Persons who count as one are one hand.
    """
    ties = grants.ties(session)

    def hand(person: int | None) -> int | None:
        # The greatest, which is a person: filers among the tied have negative numbers.
        return max(ties.with_tied([person])) if person is not None else None

    newest: dict[int, Label] = {}
    given = [
        *_flags(session, hand, since, until),
        *_samples(session, hand, since, until),
        *_upheld(session, hand, since, until),
    ]
    for label in sorted(given, key=lambda each: each.at):
        newest[label.filer] = label
    for filer, at in _overturned(session, until):
        confirmed = newest.get(filer)
        if confirmed and confirmed.abuse and confirmed.at <= at:
            del newest[filer]
    for label in _graded(session, hand, (least_graded, max(1, least_manifest)), since, until):
        newest.setdefault(label.filer, label)
    return [newest[filer] for filer in sorted(newest)]


def _flags(session: Session, hand: Hand, since: datetime | None, until: datetime) -> list[Label]:
    statement = (
        select(Flag.filer_id, Flag.state, Flag.closed_at, Flag.closed_by)
        .where(Flag.state.in_(FLAG.closed), *_within(Flag.closed_at, since, until))
        .order_by(Flag.id)
    )
    rows = session.execute(statement).tuples()
    return [
        Label(filer, state == "confirmed", at, by=hand(by)) for filer, state, at, by in rows if at
    ]


def _upheld(session: Session, hand: Hand, since: datetime | None, until: datetime) -> list[Label]:
    statement = (
        select(Boycott.filer_id, Appeal.decided_at, Appeal.decided_by)
        .join(Boycott, Boycott.id == Appeal.boycott_id)
        .where(Appeal.state == "upheld", *_within(Appeal.decided_at, since, until))
        .order_by(Appeal.id)
    )
    rows = session.execute(statement).tuples()
    return [Label(filer, True, at, by=hand(by)) for filer, at, by in rows if at]


def _overturned(session: Session, until: datetime) -> list[tuple[int, datetime]]:
    rows = session.execute(
        select(Boycott.filer_id, Appeal.decided_at)
        .join(Boycott, Boycott.id == Appeal.boycott_id)
        .where(Appeal.state == "overturned", Appeal.decided_at <= until)
    ).tuples()
    return [(filer, at) for filer, at in rows if at]


def _samples(session: Session, hand: Hand, since: datetime | None, until: datetime) -> list[Label]:
    """Sampled filers who were judged, each standing for as many as its chance to be drawn says.

    Those whom people have not judged are represented by those drawn like them. Several months'
    samples show one market several times: each counts as its part.
    """
    verdicts = (SampleVerdict.CLEAN, SampleVerdict.ABUSIVE)
    statement = (
        select(
            SampledFiler.sample_id,
            SampledFiler.by_doubt,
            func.coalesce(SampledFiler.chance, 1.0 * Sample.size / Sample.population),
            SampledFiler.filer_id,
            SampledFiler.verdict,
            SampledFiler.judged_at,
            SampledFiler.person_id,
        )
        .join(Sample, Sample.id == SampledFiler.sample_id)
        .where(SampledFiler.verdict.in_(verdicts), *_within(SampledFiler.judged_at, since, until))
        .order_by(SampledFiler.judged_at, SampledFiler.id)
    )
    rows = session.execute(statement).tuples().all()
    of_way = (SampledFiler.sample_id, SampledFiler.by_doubt)
    counts = session.execute(select(*of_way, func.count()).group_by(*of_way)).tuples()
    drawn = {(sample_id, by_doubt): number for sample_id, by_doubt, number in counts}
    judged = Counter((sample_id, by_doubt) for sample_id, by_doubt, *_rest in rows)
    months = len({sample_id for sample_id, _by_doubt in judged})
    weight: dict[int, float] = defaultdict(float)
    labels: dict[int, Label] = {}
    for sample_id, by_doubt, chance, filer, verdict, at, by in rows:
        unread = drawn[sample_id, by_doubt] / judged[sample_id, by_doubt]
        # Drawn twice, a filer stands for its part of both months.
        weight[filer] += unread / chance / months
        if at:
            labels[filer] = Label(
                filer, verdict == SampleVerdict.ABUSIVE, at, weight[filer], hand(by)
            )
    return list(labels.values())


def _graded(
    session: Session, hand: Hand, least: tuple[int, int], since: datetime | None, until: datetime
) -> list[Label]:
    clean, abusive = least
    grading = (Event.merit.is_not(None), EventClaim.applied, Event.at <= until)
    manifest = func.sum(case((Event.merit == Merit.MANIFESTLY_UNFOUNDED, 1), else_=0))
    graded_at, graded = func.max(Event.at), func.count(Claim.id.distinct())
    statement = (
        select(Claim.filer_id, graded_at, manifest)
        .join(EventClaim, EventClaim.claim_id == Claim.id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(*grading)
        .where(Claim.filer_id.not_in(select(Flag.filer_id)))
        .group_by(Claim.filer_id)
        .having(
            or_(
                and_(graded >= clean, manifest == 0),
                and_(manifest >= abusive, 2 * manifest >= graded),
            )
        )
    )
    graders = (
        select(Claim.filer_id, Event.person_id)
        .join(EventClaim, EventClaim.claim_id == Claim.id)
        .join(Event, Event.id == EventClaim.event_id)
        .where(*grading)
        .distinct()
    )
    graders_of: dict[int, set[int | None]] = defaultdict(set)
    for filer, person in session.execute(graders).tuples():
        graders_of[filer].add(hand(person))
    rows = session.execute(statement).tuples()
    return [
        Label(filer, bool(bad), at, by=_only(graders_of[filer]), graded=True)
        for filer, at, bad in rows
        if since is None or at > since
    ]


def _only(graders: set[int | None]) -> int | None:
    """The one who gave all grades; those by several are nobody's alone."""
    return next(iter(graders)) if len(graders) == 1 else None


def _within(moment: Any, since: datetime | None, until: datetime) -> list[ColumnElement[bool]]:
    return [moment <= until, *([moment > since] if since else [])]
