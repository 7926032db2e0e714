"""Puts a random sample of unflagged filers before staff each month, and keeps their verdicts.

It measures what the scan misses; it changes no flag and no score.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import invalid, not_found
from complaints.models import Sample, SampledFiler
from complaints.queries import samples
from complaints.rules.actors import Actor
from complaints.rules.kinds import SampleVerdict
from complaints.rules.policies import Policies
from complaints.rules.samples import draw, month_of
from complaints.services import ledger
from complaints.words import message as _


def record(
    session: Session,
    actor: Actor,
    eligible: Collection[int],
    *,
    policy: Policies,
    seed: int,
    now: datetime,
) -> Sample | None:
    """Draw this month's sample from those that can be drawn; None where it was drawn before."""
    month = month_of(now)
    if samples.has_drawn(session, month):
        return None
    drawn = draw(eligible, size=policy.sample.size, seed=seed)
    sample = Sample(
        month=month, seed=seed, population=len(set(eligible)), size=len(drawn),
        min_claims=policy.sample.min_claims, window=policy.sample.window, drawn_at=now,
        policy_number=policy.number,
    )  # fmt: skip
    session.add(sample)
    session.flush()
    session.add_all(
        SampledFiler(sample_id=sample.id, filer_id=filer_id, position=place)
        for place, filer_id in enumerate(drawn, 1)
    )
    ledger.record(
        session, actor, "drew", "sample", sample.id, now=now, month=month, seed=seed,
        population=sample.population, size=sample.size,
    )  # fmt: skip
    session.flush()
    return sample


def judge(
    session: Session,
    actor: Actor,
    sample_id: int,
    filer_id: int,
    *,
    verdict: str,
    why: str,
    now: datetime,
) -> SampledFiler:
    """Say what a drawn filer is; a second verdict takes the place of the first, told by the ledger.

    Refuses with: not-found; invalid-request, without a reason.
    """
    if not actor.is_staff:
        raise not_found(_("sample"))
    row = session.scalar(
        select(SampledFiler)
        .where(SampledFiler.sample_id == sample_id, SampledFiler.filer_id == filer_id)
        .with_for_update()
    )
    if row is None:
        raise not_found(_("sample"))
    why = why.strip()
    if not why:
        raise invalid("/why", _("Say why; the reason is kept in the record."))
    before = row.verdict
    row.verdict, row.why = str(SampleVerdict(verdict)), why
    row.person_id, row.judged_at = actor.person_id, now
    session.flush()
    ledger.record(
        session, actor, "judged", "sample", sample_id, now=now, why=why, filer=filer_id,
        verdict=row.verdict, before=before,
    )  # fmt: skip
    return row
