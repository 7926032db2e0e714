"""An account's appeal against being counted to a party, and its decision by a third person."""

from __future__ import annotations

from complaints.models import Joining
from complaints.queries import joinings, marketplaces
from complaints.rules.actors import require_judge
from complaints.services import case_appeals
from complaints.services.joinings.letters import tell_upheld
from complaints.services.joinings.parting import undo
from complaints.services.joinings.steps import held
from complaints.services.move import move
from complaints.words import message as _
from complaints.work import Work


def appeal(work: Work, joining_id: int, *, grounds: str, expected: int | None = None) -> Joining:
    """File the one appeal; the accounts stay together until it is decided.

    Refuses with: not-found; invalid-request, without grounds; wrong-state; forbidden; stale;
    two-sides, for a partner that delivered or spoke for a seller in a complaint of the party.
    """
    row = held(work, joining_id, expected=expected)
    marketplaces.require_one_side(work, row.filer_id)
    decided = _("An appeal against this decision was decided already; there is one.")
    case_appeals.file(work, row, grounds=grounds, decided=decided)
    return row


def decide_appeal(
    work: Work, joining_id: int, *, parts: bool, reason: str, expected: int | None = None
) -> Joining:
    """Decide the appeal: part the accounts, or uphold that they are one party.

    Refuses with: not-found; wrong-state; forbidden; second-person-needed, when the actor proposed
    or decided it; one-let-in-the-other; invalid-request, without a reason; stale.
    """
    require_judge(work.actor)
    row = held(work, joining_id, expected=expected)
    reason = case_appeals.judge(
        work, row, "part" if parts else "uphold", reason=reason,
        parts=joinings.parts(work.session, row),
        what=_("Deciding an appeal against a joining"),
    )  # fmt: skip
    if parts:
        undo(work, row, reason)
        return row
    move(work, row, "uphold", why=reason)
    tell_upheld(work, row, reason)
    return row
