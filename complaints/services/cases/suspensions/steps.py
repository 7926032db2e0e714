"""What the steps of a suspension share: how one begins, the letters, what the marketplace is asked.

The clock's steps are taken here too, by the job or by whoever comes first.
"""

from __future__ import annotations

from complaints.models import Marketplace, Operator, Store, Suspension
from complaints.queries.cases import suspension_grounds, suspensions
from complaints.queries.sellers import store_states, strikes
from complaints.rules.actors import SYSTEM
from complaints.rules.acts import Act
from complaints.rules.cases.suspensions import BINDING, SUSPENSION
from complaints.rules.decisions.reasons import TERM_OVER
from complaints.rules.law.clocks import AT_ONCE
from complaints.rules.sellers.orders import Subject
from complaints.services import move
from complaints.services.cases import case_steps, warnings
from complaints.services.mailing import outbox
from complaints.services.move import lock_row, transition
from complaints.services.sellers import orders
from complaints.storage.links import PLACE
from complaints.words.letters.suspensions import StoreCase, case_over
from complaints.words.letters.suspensions import Writer as LetterOf
from complaints.work import UnitOfWork


def lock_suspension(
    work: UnitOfWork,
    suspension_id: int,
    act: Act,
    *,
    event: str | None = None,
    expected: int | None = None,
) -> Suspension:
    """Return the case, locked, once nothing stands in the way of the act; steps of the clock that
    are due by now are taken first.

    Refuses with: not-found; stale; and as `case_steps.require_step` does.
    """
    case_steps.require_actor(work, SUSPENSION, act)
    # First: “stale” would tell a stranger that there is such a case.
    suspensions.require_suspension(work, suspension_id)
    row = lock_row(work.session, Suspension, suspension_id, expected=expected)
    take_due_step(work, row)
    case_steps.require_step(work, row, act, event)
    return row


def move_due(work: UnitOfWork) -> int:
    """Take the clock's steps that are due: a warning counts as delivered, the time to answer or a
    term is over. Return in how many cases, of a bounded number, one was."""
    rows = [lock_row(work.session, Suspension, each) for each in suspensions.due(work, AT_ONCE)]
    stores = {n for row in rows for n in suspension_grounds.stores_of(work.session, row.id)}
    # Of all cases at once: whoever else turns several stores locks them by their ids too.
    orders.lock_subjects(work.session, [Subject("store", each) for each in stores])
    moved = 0
    for row in rows:
        before = row.state, row.delivered_at
        take_due_step(work, row)
        moved += before != (row.state, row.delivered_at)
    return moved


def take_due_step(work: UnitOfWork, row: Suspension) -> None:
    """Take the steps of the clock that are due for this row, which is locked."""
    warnings.deliver_if_due(work, row)
    if row.state == "warned" and row.answer_due is not None and row.answer_due <= work.now:
        transition(work.by(SYSTEM), row, "lapse")
    if row.state in BINDING and row.ends_at is not None and row.ends_at <= work.now:
        row.ended_at, row.end_reason = row.ends_at, str(TERM_OVER)
        transition(work.by(SYSTEM), row, "expire")
        ask_marketplace(work.by(SYSTEM), row, "expire")
        appealed = row.state == "contested"
        tell_stores(
            work, row, "expire", lambda case: case_over(case, reason=None, appealed=appealed)
        )


def ask_marketplace(work: UnitOfWork, row: Suspension, step: str) -> None:
    """Ask the marketplace for how the case's stores are to stand now, by all that binds them."""
    for store_id in suspension_grounds.stores_of(work.session, row.id):
        asked = store_states.asked_of_store(work.session, store_id)
        move.order_of_store(work, store_id, asked, row, step)


def tell_stores(work: UnitOfWork, row: Suspension, event: str, letter_of: LetterOf) -> None:
    """Put the letter of a step to each of the case's stores into the outbox, with its own link."""
    for store_id in suspension_grounds.stores_of(work.session, row.id):
        tell_store(work, row, store_id, event, letter_of)


def tell_store(
    work: UnitOfWork, row: Suspension, store_id: int, event: str, letter_of: LetterOf
) -> None:
    """Put the letter of a step to one store into the outbox."""
    outbox.write(
        work, SUSPENSION.letter_of(event), letter_of(_case_of(work, row, store_id)),
        store_id=store_id, suspension_id=row.id,
    )  # fmt: skip


def _case_of(work: UnitOfWork, row: Suspension, store_id: int) -> StoreCase:
    """Return what every letter of this case to one of its stores states."""
    session = work.session
    store = session.get_one(Store, store_id)
    operator = None if row.operator_id is None else session.get_one(Operator, row.operator_id).name
    record = strikes.strikes_of_stores(work, suspension_grounds.stores_of(session, row.id))
    return StoreCase(
        store=store.name or store.reference,
        store_id=store.reference,
        marketplace=session.get_one(Marketplace, row.marketplace_id).slug,
        operator=operator,
        measure=row.measure,
        territory=row.territory,
        reasons=row.reasons,
        claims=suspension_grounds.named_claims(session, row),
        link=PLACE,
        gravity=row.gravity,
        strikes=record.number,
        false_answers=record.false_answers,
    )
