"""Samples of unflagged filers: who can be drawn, who was drawn, and staff's verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from complaints.base.errors import not_found
from complaints.models import Boycott, Claim, Filer, Flag, Sample, SampledFiler
from complaints.queries.cases.boycotts.binding import binds_at
from complaints.rules.actors import Actor
from complaints.rules.cases.flags import UNFINISHED
from complaints.rules.findings.samples import Missed, SamplePolicy, missed
from complaints.rules.kinds import SampleVerdict
from complaints.words import message as _
from complaints.work import UnitOfWork

# How many months' samples the estimate pools.
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Drawn:
    """A filer that was drawn, with its row in the sample."""

    row: SampledFiler
    filer: Filer


@dataclass(frozen=True, slots=True)
class SampleDetail:
    """One month's sample, in the order of the draw, and the abuse that it estimates as missed:
    from those drawn at random alone."""

    row: Sample
    drawn: tuple[Drawn, ...]
    missed: Missed


def eligible(session: Session, policy: SamplePolicy, *, now: datetime) -> list[int]:
    """Return the filers that can be drawn: active, neither flagged in the window nor boycotted."""
    since = now - timedelta(days=policy.window)
    flagged = select(Flag.filer_id).where(
        or_(Flag.state.in_(UNFINISHED), Flag.opened_at > since, Flag.closed_at > since)
    )
    imposed_on = aliased(Filer)
    bound = (
        select(Filer.id)
        .join(imposed_on, imposed_on.party_id == Filer.party_id)
        .join(Boycott, Boycott.filer_id == imposed_on.id)
        .where(binds_at(now))
    )
    active = (
        select(Claim.filer_id)
        .where(Claim.closed_at > since, Claim.closed_at <= now)
        .where(Claim.filer_id.not_in(flagged), Claim.filer_id.not_in(bound))
        .group_by(Claim.filer_id)
        .having(func.count() >= policy.min_claims)
        .order_by(Claim.filer_id)
    )
    return list(session.scalars(active))


def sample_of(session: Session, month: str) -> Sample | None:
    """Return this month's sample, None where it was not drawn yet."""
    return session.scalar(select(Sample).where(Sample.month == month))


def list_samples(
    work: UnitOfWork, *, before: int | None = None, limit: int = 12
) -> list[SampleDetail]:
    """Return up to limit + 1 months' samples, the newest first. Refuses with: not-found."""
    _require_staff(work.actor)
    statement = select(Sample)
    if before is not None:
        statement = statement.where(Sample.id < before)
    rows = work.session.scalars(statement.order_by(Sample.id.desc()).limit(limit + 1)).all()
    return _details(work.session, rows)


def get_sample(work: UnitOfWork, sample_id: int) -> SampleDetail:
    """Return one month's sample. Refuses with: not-found."""
    _require_staff(work.actor)
    row = work.session.get(Sample, sample_id)
    if row is None:
        raise not_found(_("sample"))
    return _details(work.session, [row])[0]


def estimate(work: UnitOfWork) -> Missed | None:
    """Return the estimate from the last twelve samples together, None before the first.

    The number of filers is that of the newest. Refuses with: not-found, unless the actor is staff.
    """
    _require_staff(work.actor)
    return latest_estimate(work.session)


def latest_estimate(session: Session) -> Missed | None:
    """Return the same estimate. The caller has checked that the actor is staff."""
    newest = session.scalars(select(Sample).order_by(Sample.id.desc()).limit(MONTHS)).all()
    if not newest:
        return None
    counts = _counts(session, [row.id for row in newest])
    return _missed([counts.get(row.id, {}) for row in newest], newest[0].population)


def _details(session: Session, rows: Sequence[Sample]) -> list[SampleDetail]:
    drawn: dict[int, list[Drawn]] = {row.id: [] for row in rows}
    statement = (
        select(SampledFiler, Filer)
        .join(Filer, Filer.id == SampledFiler.filer_id)
        .where(SampledFiler.sample_id.in_(drawn))
        .order_by(SampledFiler.position)
    )
    for row, filer in session.execute(statement).tuples():
        drawn[row.sample_id].append(Drawn(row, filer))
    counts = _counts(session, list(drawn))
    return [
        SampleDetail(row, tuple(drawn[row.id]), _missed([counts.get(row.id, {})], row.population))
        for row in rows
    ]


def _counts(session: Session, sample_ids: Sequence[int]) -> dict[int, dict[str | None, int]]:
    rows = session.execute(
        select(SampledFiler.sample_id, SampledFiler.verdict, func.count())
        .where(SampledFiler.sample_id.in_(sample_ids), SampledFiler.by_doubt.is_(False))
        .group_by(SampledFiler.sample_id, SampledFiler.verdict)
    ).tuples()
    counts: dict[int, dict[str | None, int]] = {}
    for sample_id, verdict, count in rows:
        counts.setdefault(sample_id, {})[verdict] = count
    return counts


def _missed(counts: Sequence[dict[str | None, int]], population: int) -> Missed:
    def of(verdict: str | None) -> int:
        return sum(each.get(verdict, 0) for each in counts)

    return missed(
        clean=of(SampleVerdict.CLEAN),
        abusive=of(SampleVerdict.ABUSIVE),
        unsure=of(SampleVerdict.UNSURE),
        undecided=of(None),
        population=population,
    )


def _require_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise not_found(_("page"))
