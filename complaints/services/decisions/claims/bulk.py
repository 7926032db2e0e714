"""Decides several claims of one complaint at once, all or none: one event, one letter a reader."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid_fields
from complaints.models import Claim
from complaints.queries.decisions import pending
from complaints.queries.filing import complaints
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.kinds import Merit, Side
from complaints.rules.machines import allowed
from complaints.services.decisions.claims.decisions import (
    DECISIONS,
    decide_locked,
    require_no_grade,
)
from complaints.words import message as _
from complaints.work import UnitOfWork


def decide_complaint(
    work: UnitOfWork,
    complaint_id: int,
    *,
    decision: str,
    code: str,
    note: str | None = None,
    note_to: Side | None = None,
    merit: Merit | None = None,
    claim_ids: Collection[int] | None = None,
    expected: int | None = None,
    undoable: bool = False,
) -> Sequence[Claim]:
    """Decide those of a complaint's claims that can be decided so, or exactly the ones named.

    `expected` is the complaint's version that the actor saw: the sum of its claims'; the rest is as
    in `decide`. Returns the claims that it is about. Refuses with: not-found; stale;
    invalid-request, for a claim of another complaint; decision-pending, where one of them is being
    decided; wrong-state, where none (or one of those named) can be decided so; and what
    `require_decidable` names.
    """
    complaints.get_complaint(work, complaint_id)
    rows = lock_unchanged(work.session, complaint_id, expected)
    require_no_grade(DECISIONS[decision], merit)
    chosen = _chosen(rows, decision, claim_ids)
    pending.require_none(work.session, [row.id for row in chosen])
    decide_locked(
        work, chosen, decision, code, note=note, note_to=note_to, merit=merit, undoable=undoable
    )
    return chosen


def lock_unchanged(session: Session, complaint_id: int, expected: int | None) -> Sequence[Claim]:
    """Return the complaint's claims, locked, of the version that the actor saw. Refuses with:
    stale."""
    statement = select(Claim).where(Claim.complaint_id == complaint_id).order_by(Claim.id)
    rows = session.scalars(statement.with_for_update()).all()
    version = sum(row.version for row in rows)
    if expected is not None and version != expected:
        raise Refusal(
            "stale",
            _(
                "This complaint changed since you read it: somebody decided, answered or withdrew. "
                "Read it again, then decide."
            ),
            version=version,
            header="If-Match",
        )
    return rows


def _chosen(
    rows: Sequence[Claim], decision: str, claim_ids: Collection[int] | None
) -> Sequence[Claim]:
    if claim_ids is not None:
        by_id = {row.id: row for row in rows}
        fields = [
            FieldError(
                f"/claim_ids/{spot}",
                Code.NOT_PART_OF_THIS,
                _("This is not a claim of this complaint."),
            )
            for spot, claim_id in enumerate(claim_ids)
            if claim_id not in by_id
        ]
        if fields:
            raise invalid_fields(fields)
        return [by_id[claim_id] for claim_id in sorted(set(claim_ids))]
    fitting = [
        row for row in rows if allowed(CLAIM, row.state, decision, listing_down=row.listing_down)
    ]
    if not fitting:
        raise Refusal(
            "wrong-state",
            _("No claim of this complaint can be decided like this now."),
            possible=[],
        )
    return fitting
