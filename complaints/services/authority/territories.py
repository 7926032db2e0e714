"""What a filer says of where its right holds: the countries of the right, and on which ground it
binds where it is not registered."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from complaints.base.errors import Refusal, invalid
from complaints.models import Complaint, Right
from complaints.queries.authority import rights
from complaints.queries.filing import complaints
from complaints.rules.actors import Role
from complaints.rules.authority.territories import OutsideGround, may_be_designated, spread
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def name_territories(work: UnitOfWork, right_id: int, named: Sequence[str]) -> Right:
    """State in which countries a right holds of which its office does not say it: once, where the
    right was stated without them.

    Refuses with: not-found; forbidden, for another account's right; wrong-state, where they are
    known; invalid-request, for none of those among which it can hold.
    """
    row = rights.get_right(work, right_id)
    row = work.session.scalars(select(Right).where(Right.id == row.id).with_for_update()).one()
    if work.actor.filer_id != row.filer_id:
        raise Refusal(
            "forbidden", _("Only the account that registered this right can say where it applies.")
        )
    among = may_be_designated(row.kind, row.jurisdiction)
    if row.territories or not among:
        raise Refusal(
            "wrong-state",
            _("We know where this right applies. If that is wrong, add the right again."),
            possible=[],
        )
    if not spread(named) & among:
        raise invalid("/territories", _("A right of this office cannot apply there."))
    row.territories = sorted(set(named))
    ledger.record(work, "named_territories", "right", row.id, territories=row.territories)
    return row


def state_ground(
    work: UnitOfWork, complaint_id: int, *, ground: OutsideGround, words: str
) -> Complaint:
    """State on which ground the right of a complaint binds where it is not registered; again, in
    place of what was said before, which the ledger keeps.

    Refuses with: not-found; forbidden, for who does not file.
    """
    row = complaints.get_complaint(work, complaint_id)
    if work.actor.role is not Role.FILER:
        raise Refusal("forbidden", _("Only the account that filed this complaint can say this."))
    before = row.outside_ground
    row.outside_ground, row.outside_words = str(ground), words
    ledger.record(
        work, "stated_ground", "complaint", row.id, why=words, ground=str(ground), before=before
    )
    return row
