"""An account's appeal against being counted to a party, and its decision by a third person."""

from __future__ import annotations

from sqlalchemy import select

from complaints.errors import Refusal
from complaints.models import Appeal, Joining
from complaints.queries import joinings
from complaints.rules.actors import require_another_person, require_staff
from complaints.rules.joinings import JOINING
from complaints.rules.kinds import Side
from complaints.rules.machines import after, barred
from complaints.rules.reasons import stated
from complaints.services import ledger
from complaints.services.joinings.letters import tell_upheld
from complaints.services.joinings.parting import undo
from complaints.services.joinings.steps import held
from complaints.services.move import move
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import Work


def appeal(work: Work, joining_id: int, *, grounds: str, expected: int | None = None) -> Joining:
    """File the one appeal; the accounts stay together until it is decided.

    Refuses with: not-found; invalid-request, without grounds; wrong-state; forbidden; stale.
    """
    row = held(work, joining_id, expected=expected)
    grounds = stated("/grounds", grounds, _("Say why the decision is wrong."))
    earlier = joinings.appeal_of(work.session, joining_id)
    if earlier is not None and row.state == "joined":
        raise Refusal(
            "wrong-state",
            _("An appeal against this decision was decided already; there is one."),
            state=row.state,
            possible=[],
        )
    move(work, row, "appeal")
    filed = Appeal(
        joining_id=row.id,
        side=str(Side.FILER),
        state="filed",
        grounds=grounds,
        filed_at=work.now,
    )
    work.session.add(filed)
    work.session.flush()
    ledger.record(work, "filed", "appeal", filed.id, joining=row.id)
    return row


def decide_appeal(
    work: Work, joining_id: int, *, parts: bool, reason: str, expected: int | None = None
) -> Joining:
    """Decide the appeal: part the accounts, or uphold that they are one party.

    Refuses with: not-found; wrong-state; forbidden; second-person-needed, when the actor proposed
    or decided it; invalid-request, without a reason; stale.
    """
    require_staff(work.actor)
    row = held(work, joining_id, expected=expected)
    event = "part" if parts else "uphold"
    if row.state != "under_appeal":
        raise Refusal(
            "wrong-state",
            _(
                "This joining is “%(state)s”: no appeal waits for a decision.",
                state=label("state", row.state),
            ),
            state=row.state,
        )
    after(JOINING, row.state, event, work.actor.role)
    earlier = barred(JOINING, row.state, event, joinings.parts(row))
    require_another_person(work.actor, earlier, _("Deciding an appeal against a joining"))
    reason = stated("/reason", reason, _("Say why; the filer reads it."))
    filed = work.session.scalars(
        select(Appeal).where(Appeal.joining_id == row.id).with_for_update()
    ).one()
    filed.decided_at, filed.decided_by, filed.reason = work.now, work.actor.person_id, reason
    move(work, filed, "overturn" if parts else "uphold", why=reason)
    if parts:
        undo(work, row, reason)
        return row
    move(work, row, "uphold", why=reason)
    tell_upheld(work, row, reason)
    return row
