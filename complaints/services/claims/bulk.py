"""Decides several claims of one complaint at once, all or none: one event, one letter a reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import FieldError, Refusal, invalid_fields
from complaints.links import SellerOf
from complaints.models import Claim, Complaint
from complaints.queries import bars, checks, complaints, grants, holds
from complaints.queries import clocks as running_clocks
from complaints.rules.claims import CLAIM, TAKING_DOWN
from complaints.rules.kinds import Merit, Side
from complaints.rules.machines import allowed
from complaints.rules.regimes import ClockKind
from complaints.services import leases, outbox, timeline
from complaints.services.claims.decisions import (
    DECISIONS,
    require_no_grade,
    require_no_side,
    require_sellers_heard,
    settle,
)
from complaints.services.claims.holding import addresses, decision_letter
from complaints.words import message as _
from complaints.work import Work


def decide_complaint(
    work: Work,
    complaint_id: int,
    *,
    decision: str,
    reason: str,
    note: str | None = None,
    merit: Merit | None = None,
    claim_ids: Collection[int] | None = None,
    expected: int | None = None,
) -> Sequence[Claim]:
    """Decide those of a complaint's claims that can be decided so, or exactly the ones named.

    `expected` is the complaint's version that the actor saw: the sum of its claims'.
    Returns the decided claims. Refuses with: not-found; held; stale; forbidden; invalid-request,
    for a claim of another complaint, or a grade with a takedown; wrong-state, where none (or one
    of those named) can be decided so; authority-unverified; filer-being-checked; seller-not-heard;
    law-forbids; one-let-in-the-other; second-person-needed.
    """
    kind = DECISIONS[decision]
    require_no_grade(kind, merit)
    complaint = complaints.get(work, complaint_id)
    grants.require_untied(work, complaint.filer_id)
    leases.keep(work, "complaint", complaint_id)
    rows = _held(work.session, complaint_id, expected)
    chosen = _chosen(rows, decision, claim_ids)
    for row in chosen[:1]:
        require_no_side(work, row)
    if decision in TAKING_DOWN:
        checks.require_authority(work.session, complaint_id)
        holds.require_not_held(work, complaint_id)
        require_sellers_heard(work, chosen)
        bars.require_lawful(work, chosen)
    for row in chosen:
        settle(work, row, decision, reason, merit)
    timeline.write(work, chosen, kind, merit=merit, reason=reason, note=note)
    _tell(work, complaint, chosen, reason, note)
    return chosen


def _held(session: Session, complaint_id: int, expected: int | None) -> Sequence[Claim]:
    """Return the complaint's claims, locked. Refuses with: stale."""
    statement = select(Claim).where(Claim.complaint_id == complaint_id).order_by(Claim.id)
    rows = session.scalars(statement.with_for_update()).all()
    version = sum(row.version for row in rows)
    if expected is not None and version != expected:
        raise Refusal(
            "stale",
            _("Somebody decided here since you read it. Read the complaint again, then decide."),
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
            FieldError(f"/claim_ids/{spot}", _("This is not a claim of this complaint."))
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


def _tell(
    work: Work, complaint: Complaint, rows: Sequence[Claim], reason: str, note: str | None
) -> None:
    """Write one letter to the filer, and one to each seller about its claims."""
    urls = addresses(work.session, rows)
    by_seller: dict[SellerOf, list[Claim]] = defaultdict(list)
    for row in rows:
        by_seller[outbox.seller_of(row)].append(row)
    to_filer = decision_letter(Side.FILER, rows, urls, reason, note)
    outbox.write(
        work, "claim_decided", to_filer, filer_id=complaint.filer_id, complaint_id=complaint.id
    )
    for seller, of_seller in by_seller.items():
        ids = [row.id for row in of_seller]
        due = running_clocks.first_said(work.session, ids, ClockKind.ANSWER)
        to_seller = decision_letter(Side.SELLER, of_seller, urls, reason, note, due=due)
        outbox.write_to_seller(work, seller, "claim_decided", to_seller)
