"""Withdrawals: the filer takes back one claim, or all open ones of a complaint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, invalid, invalid_fields
from complaints.models import Claim
from complaints.queries.decisions import pending, reasons
from complaints.queries.filing import complaints
from complaints.queries.mailing import letters
from complaints.queries.sellers import listing_states
from complaints.queries.sellers.listing_states import ListingState
from complaints.rules.decisions.claims import CLAIM
from complaints.rules.kinds import EventKind
from complaints.rules.machines import allowed
from complaints.services import timeline
from complaints.services.decisions.claims.holding import lock_claim, tell_filer
from complaints.services.mailing import outbox
from complaints.services.move import lock_row, transition
from complaints.services.sellers import orders
from complaints.storage.links import SellerOf
from complaints.words import message as _
from complaints.words.letters.claims import Withdrawn, withdrawn
from complaints.words.letters.listings import true_now
from complaints.work import UnitOfWork


def withdraw(
    work: UnitOfWork, claim_id: int, *, reason: str | None, expected: int | None = None
) -> Claim:
    """Withdraw one claim; a listing that it took down is restored.

    Refuses with: not-found; stale; wrong-state; forbidden.
    """
    claim = lock_claim(work, claim_id, expected)
    _withdraw(work, [claim], reason)
    return claim


def withdraw_complaint(
    work: UnitOfWork,
    complaint_id: int,
    *,
    reason: str | None,
    claim_ids: Collection[int] | None = None,
) -> Sequence[Claim]:
    """Withdraw those of a complaint's claims that can be withdrawn, or exactly the ones named.

    Returns the withdrawn claims. Refuses with: not-found; wrong-state, where none (or one of
    those named) can be withdrawn; invalid-request, for a claim of another complaint;
    decision-pending.
    """
    complaints.get_complaint(work, complaint_id)
    ids = work.session.scalars(
        select(Claim.id).where(Claim.complaint_id == complaint_id).order_by(Claim.id)
    ).all()
    if claim_ids is not None:
        _require_all_of(claim_ids, ids)
    chosen = ids if claim_ids is None else sorted(set(claim_ids))
    rows = [lock_row(work.session, Claim, claim_id) for claim_id in chosen]
    if claim_ids is None:
        rows = [row for row in rows if allowed(CLAIM, row.state, "withdraw")]
    pending.require_none(work.session, [row.id for row in rows])
    if not rows:
        raise Refusal(
            "wrong-state",
            _("None of this complaint's claims can be withdrawn any more."),
            possible=[],
        )
    _withdraw(work, rows, reason)
    return rows


def _withdraw(work: UnitOfWork, rows: Sequence[Claim], reason: str | None) -> None:
    listings = {row.listing_id for row in rows}
    before = listing_states.states_after(work, listings)
    held_down = {row.id for row in rows if row.listing_down}
    orders.lock_listings(work.session, rows)
    for row in rows:
        row.merit = None
        transition(work, row, "withdraw", why=reason)
    timeline.add_event(work, rows, EventKind.WITHDRAWAL, reason=reason)
    _tell(work, rows, before, held_down, reason)


def _tell(
    work: UnitOfWork,
    rows: Sequence[Claim],
    before: Mapping[int, ListingState],
    held_down: Collection[int],
    reason: str | None,
) -> None:
    """Write one letter to the filer, and one to each seller that knows of these claims: it had a
    letter about the complaint, or its listing was down by one of them (`held_down`)."""
    after, urls = listing_states.states_after(work, before), reasons.addresses(work.session, rows)
    written_to = letters.sellers_of(work.session, rows[0].complaint_id)
    to_filer: list[Withdrawn] = []
    by_seller: dict[SellerOf, list[Withdrawn]] = defaultdict(list)
    for row in rows:
        was_down, state = before[row.listing_id].is_down, after[row.listing_id]
        url, seller = urls[row.listing_id], outbox.seller_of(row)
        now = true_now(state.to_filer(row, was_down=was_down))
        to_filer.append(Withdrawn(row.id, url, now, state.is_down))
        if row.id in held_down or seller in written_to:
            now = true_now(state.to_seller(row, was_down=was_down))
            by_seller[seller].append(Withdrawn(row.id, url, now, state.is_down))
    page = work.links.page(f"/complaints/{rows[0].complaint_id}")
    letter = withdrawn(to_filer, reason=reason, to_seller=False, page=page)
    tell_filer(work, rows[0], "claim_withdrawn", letter)
    for seller, lines in by_seller.items():
        letter = withdrawn(lines, reason=reason, to_seller=True, page=page)
        outbox.write_to_seller(work, seller, "claim_withdrawn", letter)


def _require_all_of(claim_ids: Collection[int], ids: Collection[int]) -> None:
    fields = [
        FieldError(
            f"/claim_ids/{index}",
            Code.NOT_PART_OF_THIS,
            _("This is not a claim of this complaint."),
        )
        for index, claim_id in enumerate(claim_ids)
        if claim_id not in ids
    ]
    if fields:
        raise invalid_fields(fields)
    if not claim_ids:
        raise invalid(
            "/claim_ids",
            Code.TOO_FEW,
            _("Name at least one claim, or leave this out for all."),
            min=1,
        )
