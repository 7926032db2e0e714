"""Writes a judgement whether one operator runs two accounts. Ground of the services.

A later judgement of a pair supersedes the earlier one; none is deleted.
"""

from __future__ import annotations

from complaints.models import LinkJudgement
from complaints.queries.cases import judgements
from complaints.rules.kinds import LinkVerdict
from complaints.services.upkeep import ledger
from complaints.work import UnitOfWork


def store_verdict(
    work: UnitOfWork, one: int, other: int, verdict: LinkVerdict, *, why: str
) -> LinkJudgement:
    """Store a person's judgement of a pair, given in either order. The caller has locked both
    accounts."""
    low, high = sorted((one, other))
    earlier = judgements.current_of(work.session, low, high)
    if earlier is not None:
        earlier.superseded_at = work.now
        work.session.flush()
    person_id = work.actor.person_id
    assert person_id is not None
    row = LinkJudgement(
        a_id=low, b_id=high, verdict=str(verdict), why=why, person_id=person_id, at=work.now
    )
    work.session.add(row)
    work.session.flush()
    ledger.record(
        work, "judged", "link", row.id, why=why, filer=low, other=high,
        verdict=row.verdict, before=earlier.verdict if earlier else None,
    )  # fmt: skip
    return row
