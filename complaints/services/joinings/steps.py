"""What the steps of a joining share: the row locked, its accounts locked, the reason stated."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from complaints.models import Filer, Joining
from complaints.queries import grants, joinings, parties
from complaints.services.move import locked
from complaints.work import Work


def held(work: Work, joining_id: int, *, expected: int | None) -> Joining:
    """Return the joining, locked after its accounts, in the order in which a judgement locks them.

    Refuses with: not-found; stale; one-let-in-the-other.
    """
    # First: “stale” would tell a stranger that there is such a joining.
    joinings.require_visible(work, joining_id)
    pair = select(Joining.filer_id, Joining.other_id).where(Joining.id == joining_id)
    both = work.session.execute(pair).one()
    lock_parties(work, *both)
    grants.require_untied(work, *both)
    return locked(work.session, Joining, joining_id, expected=expected)


def lock_parties(work: Work, one: int, other: int) -> dict[int, int]:
    """Lock all accounts of these two accounts' parties, and return the party of each.

    Intake locks its account too, so that no complaint is filed between a party's change and the
    holds that follow from it.
    """
    pair = select(Filer.id).where(Filer.id.in_((one, other)))
    accounts = select(Filer.id, Filer.party_id).where(Filer.id.in_(parties.accounts_with(pair)))
    rows = work.session.execute(accounts.order_by(Filer.id).with_for_update()).tuples()
    return dict(rows.all())


def count_to(work: Work, accounts: Collection[int], party_id: int) -> None:
    """Count these accounts to a party."""
    for row in work.session.scalars(select(Filer).where(Filer.id.in_(accounts))):
        row.party_id = party_id
    work.session.flush()
