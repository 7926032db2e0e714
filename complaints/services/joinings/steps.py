"""What the steps of a joining share: how one begins, with its accounts locked."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from complaints.models import Filer, Joining
from complaints.queries import joinings, parties
from complaints.rules.acts import Act
from complaints.rules.joinings import JOINING
from complaints.services import case_steps
from complaints.services.move import lock_row
from complaints.work import UnitOfWork


def lock_for_step(
    work: UnitOfWork,
    joining_id: int,
    act: Act,
    *,
    event: str | None = None,
    expected: int | None = None,
) -> Joining:
    """Return the joining, locked after its accounts, once nothing stands in the way of the act.

    The accounts are locked in the order in which a judgement locks them. Refuses with: not-found;
    stale; and as `case_steps.require_step` does.
    """
    case_steps.require_actor(work, JOINING, act)
    # First: “stale” would tell a stranger that there is such a joining.
    joinings.require_visible(work, joining_id)
    pair = select(Joining.filer_id, Joining.other_id).where(Joining.id == joining_id)
    lock_parties(work, *work.session.execute(pair).one())
    row = lock_row(work.session, Joining, joining_id, expected=expected)
    case_steps.require_step(work, row, act, event)
    return row


def lock_parties(work: UnitOfWork, one: int, other: int) -> dict[int, int]:
    """Lock all accounts of these two accounts' parties, and return the party of each.

    Intake locks its account too, so that no complaint is filed between a party's change and the
    holds that follow from it.
    """
    pair = select(Filer.id).where(Filer.id.in_((one, other)))
    accounts = select(Filer.id, Filer.party_id).where(Filer.id.in_(parties.accounts_with(pair)))
    rows = work.session.execute(accounts.order_by(Filer.id).with_for_update()).tuples()
    return dict(rows.all())


def count_to(work: UnitOfWork, accounts: Collection[int], party_id: int) -> None:
    """Count these accounts to a party."""
    for row in work.session.scalars(select(Filer).where(Filer.id.in_(accounts))):
        row.party_id = party_id
    work.session.flush()
