"""Imposes a suspension or a closing, by a second person, on claims that stand now."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from complaints.models import Store, Suspension, SuspensionStore
from complaints.queries.cases import suspension_grounds
from complaints.rules.cases.case_appeals import last_day_to_appeal
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.suspensions import IMPOSE, Measure, require_grounds, require_term
from complaints.services.cases.suspensions.proposing import name_claims, require_strikes_of
from complaints.services.cases.suspensions.steps import (
    ask_marketplace,
    lock_suspension,
    tell_store,
    tell_stores,
)
from complaints.services.move import transition
from complaints.words.letters.suspensions import case_over, imposed
from complaints.work import UnitOfWork


def impose(
    work: UnitOfWork,
    suspension_id: int,
    *,
    why: str,
    term_days: int | None = None,
    expected: int | None = None,
) -> Suspension:
    """Suspend for a term in days, or close until it is lifted, from now. It rests on those claims
    that the warning named and that stand now, a suspension also on those decided since; the
    marketplace gets an order for each store that the operator, where it is about one, still runs.

    Refuses with: wrong-state; forbidden; second-person-needed; one-let-in-the-other;
    answer-period-runs; nobody-to-judge-appeal; ground-not-shown; term-out-of-bounds; stale.
    """
    row = lock_suspension(work, suspension_id, IMPOSE, expected=expected)
    why = IMPOSE.stated(why)
    require_term(work.policy.boycott, row.measure, term_days)
    _keep_its_stores(work, row)
    stores = suspension_grounds.stores_of(work.session, row.id)
    named = set(suspension_grounds.named_ids(work.session, row.id, NamedFor.WARNING))
    warned_at = row.warned_at
    if row.measure == Measure.SUSPEND and warned_at is not None:
        # It was warned of what follows if it goes on: what was decided since counts, too.
        against = suspension_grounds.claims_against(work.session, stores)
        named |= {each.claim_id for each in against if each.decided_at > warned_at}
    standing = suspension_grounds.standing(work.session, named, stores)
    require_grounds(len(standing))
    require_strikes_of(work, row, stores, imposes=True)
    name_claims(work, row, standing, NamedFor.IMPOSITION)
    row.imposed_by, row.imposed_at, row.why = work.actor.person_id, work.now, why
    row.starts_at = work.now
    row.ends_at = None if term_days is None else work.now + timedelta(days=term_days)
    transition(work, row, "impose", why=why, term_days=term_days, claims=sorted(standing))
    ask_marketplace(work, row, "impose")
    ends_at, last = row.ends_at, last_day_to_appeal(work.now)
    tell_stores(
        work, row, "impose", lambda case: imposed(case, why=why, ends_at=ends_at, appeal_by=last)
    )
    return row


def _keep_its_stores(work: UnitOfWork, row: Suspension) -> None:
    """Leave out stores that the operator of the case runs no more, and tell them: they were warned
    for another's conduct. The case itself keeps whom it was about."""
    if row.operator_id is None:
        return
    for store_id in suspension_grounds.stores_of(work.session, row.id):
        if work.session.get_one(Store, store_id).operator_id != row.operator_id:
            tell_store(
                work, row, store_id, "drop",
                lambda case: case_over(case, reason=None, imposed=False),
            )  # fmt: skip
            work.session.execute(
                delete(SuspensionStore).where(
                    SuspensionStore.suspension_id == row.id, SuspensionStore.store_id == store_id
                )
            )
