"""Draws a sample of unflagged filers for staff each month, and keeps their verdicts.

Those drawn at random measure what the scan misses; a few more, of whom it is unsure, teach it most.
Must not change a flag or a score.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import invalid, not_found
from complaints.models import Sample, SampledFiler, ScanRun
from complaints.queries.findings import samples, scans
from complaints.rules.findings.samples import draw_by_doubt, draw_ids, month_of
from complaints.rules.kinds import SampleVerdict
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def draw_sample(work: UnitOfWork, eligible: Collection[int], *, seed: int) -> Sample | None:
    """Draw this month's sample from the eligible filers; None where it was drawn before."""
    month = month_of(work.now)
    if samples.sample_of(work.session, month):
        return None
    drawn = draw_ids(eligible, size=work.policy.sample.size, seed=seed)
    sample = Sample(
        month=month,
        seed=seed,
        population=len(set(eligible)),
        size=len(drawn),
        min_claims=work.policy.sample.min_claims,
        window=work.policy.sample.window,
        drawn_at=work.now,
        policy_number=work.policy.number,
    )
    work.session.add(sample)
    work.session.flush()
    work.session.add_all(
        SampledFiler(
            sample_id=sample.id, filer_id=filer_id, position=place,
            chance=sample.size / sample.population,
        )
        for place, filer_id in enumerate(drawn, 1)
    )  # fmt: skip
    ledger.record(
        work, "drew", "sample", sample.id, month=month, seed=seed,
        population=sample.population, size=sample.size,
    )  # fmt: skip
    return sample


def add_doubtful(work: UnitOfWork, run_id: int, scores: Mapping[int, float]) -> list[int]:
    """Add to this month's sample a few filers of whom the scan is unsure, once a month.

    `scores` are the scan's, by filer with a finding. Of them the record keeps nothing but what
    chance each drawn filer had. Returns whom it added: none where the month has no sample yet,
    where another scan read a later record, or where a scan drew for this month before: with a
    second draw nobody's chance would be what is kept. One whom both draws drew stays a filer drawn
    at random.
    """
    sample = samples.sample_of(work.session, month_of(work.now))
    if sample is None or sample.by_doubt is not None:
        return []
    if not scans.is_of_today(work.session, work.session.get_one(ScanRun, run_id)):
        return []
    rows = {
        row.filer_id: row
        for row in work.session.scalars(
            select(SampledFiler).where(SampledFiler.sample_id == sample.id)
        )
    }
    could_be = samples.eligible(work.session, work.policy.sample, now=work.now)
    doubtful = draw_by_doubt(
        {filer: scores[filer] for filer in could_be if filer in scores},
        at_random=sample.size, population=sample.population, seed=sample.seed,
    )  # fmt: skip
    for filer, row in rows.items():
        row.chance = doubtful.chance.get(filer, row.chance)
    added = [filer for filer in doubtful.drawn if filer not in rows]
    work.session.add_all(
        SampledFiler(
            sample_id=sample.id, filer_id=filer, position=place, by_doubt=True,
            chance=doubtful.chance[filer],
        )
        for place, filer in enumerate(added, len(rows) + 1)
    )  # fmt: skip
    sample.by_doubt = len(added)
    ledger.record(work, "drew", "sample", sample.id, scan=run_id, by_doubt=sample.by_doubt)
    return added


def give_verdict(
    work: UnitOfWork, sample_id: int, filer_id: int, *, verdict: str, why: str
) -> SampledFiler:
    """Give a verdict on a drawn filer; a second one replaces the first, which the ledger keeps.

    Refuses with: not-found; one-let-in-the-other; invalid-request, without a reason.
    """
    if not work.actor.is_staff:
        raise not_found(_("sample"))
    row = work.session.scalar(
        select(SampledFiler)
        .where(SampledFiler.sample_id == sample_id, SampledFiler.filer_id == filer_id)
        .with_for_update()
    )
    if row is None:
        raise not_found(_("sample"))
    why = why.strip()
    if not why:
        raise invalid("/why", Code.REQUIRED, _("Say why; the reason is kept in the record."))
    before = row.verdict
    row.verdict, row.why = str(SampleVerdict(verdict)), why
    row.person_id, row.judged_at = work.actor.person_id, work.now
    ledger.record(
        work, "judged", "sample", sample_id, why=why, filer=filer_id,
        verdict=row.verdict, before=before,
    )  # fmt: skip
    return row
