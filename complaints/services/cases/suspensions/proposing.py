"""Proposes to suspend or close a store, or an operator's stores, and warns the seller."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select

from complaints.base.codes import Code
from complaints.base.errors import Refusal, invalid, not_found
from complaints.models import Store, Suspension, SuspensionClaim, SuspensionStore
from complaints.queries.cases import suspension_grounds, suspensions
from complaints.queries.logins import grants
from complaints.queries.sellers import strikes
from complaints.rules.actors import require_staff
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.suspensions import WARN, Measure, answer_days, require_grounds
from complaints.rules.decisions.reasons import require_text
from complaints.rules.logins.ties import filer_node, require_untied
from complaints.rules.sellers.strikes import require_strikes
from complaints.services.cases.suspensions.steps import lock_suspension, tell_stores
from complaints.services.move import transition
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters.suspensions import warning
from complaints.work import UnitOfWork


def propose_measure(
    work: UnitOfWork,
    *,
    measure: Measure,
    reasons: str,
    store_id: int | None = None,
    operator: tuple[str, str] | None = None,
    territory: Collection[str] = (),
    claim_ids: Collection[int] | None = None,
    gravity: str | None = None,
) -> Suspension:
    """Propose to suspend or close one store, or all stores of an operator on one marketplace, named
    by the marketplace's slug and its own id. It rests on these claims; left out, on all that count
    against the seller. `gravity` is why it cannot wait for the strikes of the published scale.

    Refuses with: not-found; invalid-request; ground-not-shown; wrong-state, where a case about one
    of the stores is under way; one-let-in-the-other, for who is tied with a filer of the claims.
    """
    require_staff(work.actor)
    reasons = require_text("/reasons", reasons, _("Say why; the seller reads it."))
    gravity = (gravity or "").strip() or None
    marketplace_id, operator_id, stores = _about(work, store_id, operator)
    _lock_without_case(work, stores)
    chosen = _chosen(work, stores, claim_ids)
    row = Suspension(
        marketplace_id=marketplace_id, store_id=store_id, operator_id=operator_id,
        measure=str(measure), state="proposed", reasons=reasons, gravity=gravity,
        territory=sorted(set(territory)),
        proposed_by=work.actor.person_id, proposed_at=work.now,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    _name_stores(work, row, stores)
    name_claims(work, row, chosen, NamedFor.WARNING)
    _require_untied(work, row)
    ledger.record(
        work, "propose", "suspension", row.id, why=reasons, measure=row.measure,
        for_gravity=gravity is not None, stores=list(stores), claims=list(chosen),
    )  # fmt: skip
    return row


def warn(work: UnitOfWork, suspension_id: int, *, expected: int | None = None) -> Suspension:
    """Warn the seller by letter, with the reasons and the claims, which are named from now on; what
    stands no more by now is left out. The time to answer runs from the day that the letter arrives.

    Refuses with: wrong-state; ground-not-shown; one-let-in-the-other; stale.
    """
    row = lock_suspension(work, suspension_id, WARN, expected=expected)
    if row.operator_id is not None:
        stores = suspension_grounds.stores_run(work.session, row.marketplace_id, row.operator_id)
        _lock_without_case(work, stores, besides=row.id)
        _name_stores(work, row, stores)
    stores = suspension_grounds.stores_of(work.session, row.id)
    chosen = suspension_grounds.named_ids(work.session, row.id, NamedFor.WARNING)
    standing = suspension_grounds.standing(work.session, chosen, stores)
    require_grounds(len(standing))
    require_strikes_of(work, row, stores, imposes=False)
    work.session.execute(delete(SuspensionClaim).where(SuspensionClaim.suspension_id == row.id))
    name_claims(work, row, standing, NamedFor.WARNING)
    row.answer_days = answer_days(work.policy.boycott, row.measure)
    row.warned_by, row.warned_at = work.actor.person_id, work.now
    transition(work, row, "warn", answer_days=row.answer_days, claims=sorted(standing))
    days, longest = row.answer_days, work.policy.boycott.max_term
    tell_stores(work, row, "warn", lambda case: warning(case, days=days, longest=longest))
    return row


def require_strikes_of(
    work: UnitOfWork, row: Suspension, stores: Collection[int], *, imposes: bool
) -> None:
    """Refuses with: ground-not-shown, below the scale of strikes, without a reason of gravity."""
    number = strikes.count_strikes_of(work, stores)
    require_strikes(work.policy.law.scale, row.measure, number, row.gravity, imposes=imposes)


def name_claims(
    work: UnitOfWork, row: Suspension, claim_ids: Collection[int], named_for: NamedFor
) -> None:
    """Store the claims that the case rests on by a letter."""
    work.session.add_all(
        SuspensionClaim(suspension_id=row.id, claim_id=each, named_for=str(named_for))
        for each in sorted(claim_ids)
    )
    work.session.flush()


def _about(
    work: UnitOfWork, store_id: int | None, operator: tuple[str, str] | None
) -> tuple[int, int | None, Sequence[int]]:
    """Return the marketplace, the operator where the case is about one, and the stores."""
    if (store_id is None) == (operator is None):
        raise invalid(
            "/store_id",
            Code.ONE_OF_THESE,
            _("Name either the store, or the operator."),
            members=["store_id", "operator_id"],
        )
    if operator is not None:
        marketplace_id, operator_id = suspension_grounds.operator_of(work.session, *operator)
        stores = suspension_grounds.stores_run(work.session, marketplace_id, operator_id)
        if not stores:
            raise not_found(label("noun", "store"))
        return marketplace_id, operator_id, stores
    store = work.session.get(Store, store_id)
    if store is None:
        raise not_found(label("noun", "store"))
    return store.marketplace_id, None, [store.id]


def _lock_without_case(
    work: UnitOfWork, stores: Sequence[int], *, besides: int | None = None
) -> None:
    """Lock the stores, so that of two who propose at once the second sees the first's. Refuses
    with: wrong-state, where another case about one of them is under way."""
    locked = select(Store.id).where(Store.id.in_(stores)).order_by(Store.id)
    work.session.execute(locked.with_for_update(key_share=True))
    for each in stores:
        other = suspensions.find_open(work.session, [each])
        if other is not None and other.id != besides:
            raise Refusal(
                "wrong-state",
                _(
                    "Case %(number)s about this store is not over. Go on with that one, or drop or "
                    "lift it first.",
                    number=other.id,
                ),
                state=other.state,
                suspension_id=other.id,
            )


def _chosen(
    work: UnitOfWork, stores: Sequence[int], claim_ids: Collection[int] | None
) -> Sequence[int]:
    if claim_ids is None:
        claim_ids = [
            each.claim_id for each in suspension_grounds.claims_against(work.session, stores)
        ]
    elif not claim_ids:
        raise invalid("/claim_ids", Code.REQUIRED, _("Choose the claims that it is based on."))
    standing = suspension_grounds.standing(work.session, claim_ids, stores)
    require_grounds(len(standing))
    if standing != set(claim_ids):
        raise invalid(
            "/claim_ids",
            Code.STANDS_IN_THE_WAY,
            _(
                "One of these claims does not count. Leave it out: a claim counts only if a "
                "person decided it against this seller, it still stands, and no appeal or "
                "decision about it is waiting."
            ),
        )
    return sorted(standing)


def _name_stores(work: UnitOfWork, row: Suspension, stores: Sequence[int]) -> None:
    work.session.execute(delete(SuspensionStore).where(SuspensionStore.suspension_id == row.id))
    work.session.add_all(SuspensionStore(suspension_id=row.id, store_id=each) for each in stores)
    work.session.flush()


def _require_untied(work: UnitOfWork, row: Suspension) -> None:
    filers = suspensions.filers_of(work.session, row.id)
    require_untied(work.actor, [filer_node(each) for each in filers], grants.ties(work.session))
