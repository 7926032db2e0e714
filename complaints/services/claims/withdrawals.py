"""Withdrawals: the filer takes back one claim, or all open ones of a complaint."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from complaints.errors import FieldError, Refusal, invalid, invalid_fields
from complaints.models import Claim
from complaints.queries import complaints
from complaints.rules.claims import CLAIM
from complaints.rules.kinds import EventKind
from complaints.rules.machines import allowed
from complaints.services import outbox, timeline
from complaints.services.claims.holding import address, held
from complaints.services.move import locked, move
from complaints.words import message as _
from complaints.words.letters.claims import withdrawn
from complaints.work import Work


def withdraw(
    work: Work, claim_id: int, *, reason: str | None, expected: int | None = None
) -> Claim:
    """Withdraw one claim; a listing that it took down is restored.

    Refuses with: not-found; stale; wrong-state; forbidden.
    """
    claim = held(work, claim_id, expected)
    _withdraw(work, [claim], reason)
    return claim


def withdraw_complaint(
    work: Work, complaint_id: int, *, reason: str | None, claim_ids: Collection[int] | None = None
) -> Sequence[Claim]:
    """Withdraw those of a complaint's claims that can be withdrawn, or exactly the ones named.

    Returns the withdrawn claims. Refuses with: not-found; wrong-state, where none (or one of
    those named) can be withdrawn; invalid-request, for a claim of another complaint.
    """
    complaints.get(work, complaint_id)
    ids = work.session.scalars(
        select(Claim.id).where(Claim.complaint_id == complaint_id).order_by(Claim.id)
    ).all()
    if claim_ids is not None:
        _require_all_of(claim_ids, ids)
    chosen = ids if claim_ids is None else sorted(set(claim_ids))
    rows = [locked(work.session, Claim, claim_id) for claim_id in chosen]
    if claim_ids is None:
        rows = [row for row in rows if allowed(CLAIM, row.state, "withdraw")]
    if not rows:
        raise Refusal(
            "wrong-state",
            _("None of this complaint's claims can be withdrawn any more."),
            possible=[],
        )
    _withdraw(work, rows, reason)
    return rows


def _withdraw(work: Work, rows: Sequence[Claim], reason: str | None) -> None:
    for row in rows:
        was_down = row.listing_down
        row.merit = None
        row.answer_due = None
        move(work, row, "withdraw", why=reason)
        if was_down:
            letter = withdrawn(row.id, address(work.session, row))
            outbox.tell_seller(work, row, "claim_withdrawn", letter)
    timeline.write(work, rows, EventKind.WITHDRAWAL, reason=reason)


def _require_all_of(claim_ids: Collection[int], ids: Collection[int]) -> None:
    fields = [
        FieldError(f"/claim_ids/{index}", _("This is not a claim of this complaint."))
        for index, claim_id in enumerate(claim_ids)
        if claim_id not in ids
    ]
    if fields:
        raise invalid_fields(fields)
    if not claim_ids:
        raise invalid("/claim_ids", _("Name at least one claim, or leave this out for all."))
