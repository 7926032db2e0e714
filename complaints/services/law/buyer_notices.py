"""Raises that buyers are to be told of an illegal product (DSA Art. 32), and notes what was done.

We hold no orders of buyers: the platform tells them and says how many it told. It reads of it by
the event `claim.buyers_to_tell`.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, not_found
from complaints.models import BuyerNotice
from complaints.queries.decisions import claims
from complaints.queries.law import buyer_notices as notice_queries
from complaints.rules.law.buyer_notices import BuyerNoticeState, require_told_day
from complaints.rules.law.noting import closed_step
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork


def raise_buyer_notice(
    work: UnitOfWork, claim_id: int, *, known_on: date, product: str, trader: str, redress: str
) -> BuyerNotice:
    """Raise that buyers of a listing that was taken down are to be told.

    Refuses with: not-found; wrong-state, where the claim's listing was not taken down;
    invalid-request, for a day to come; taken, where it was raised before.
    """
    (claim,) = claims.lock_claims(work, [claim_id])
    if claim.state != "removed":
        raise Refusal(
            "wrong-state",
            _("Buyers are told once the listing is taken down. Decide the claim first."),
            state=claim.state,
        )
    require_told_day("/known_on", known_on, earliest=None, today=work.now.date())
    first = notice_queries.live_notice_of_claim(work, claim_id)
    if first is not None:
        text = _("Buyers of this listing are to be told already. Go on with that notice.")
        wrong = [FieldError("/product", Code.DUPLICATE, text)]
        raise Refusal("taken", text, fields=wrong)
    assert work.actor.person_id is not None
    row = BuyerNotice(
        claim_id=claim_id, known_on=known_on, product=product, trader=trader, redress=redress,
        entered_by=work.actor.person_id, entered_at=work.now,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    ledger.record(
        work, "raised_buyers", "claim", claim_id, buyer_notice=row.id,
        known_on=known_on.isoformat(),
    )  # fmt: skip
    return row


def report_told(
    work: UnitOfWork, buyer_notice_id: int, *, told_on: date, buyers_told: int, all_reached: bool
) -> BuyerNotice:
    """Note how many buyers the platform told, and whether it could reach all of them.

    Refuses with: not-found; wrong-state, where that is noted; invalid-request.
    """
    row = _locked_notice(work, buyer_notice_id)
    if row.told_on is not None:
        raise closed_step(notice_queries.state_of_notice(row))
    require_told_day("/told_on", told_on, earliest=row.known_on, today=work.now.date())
    row.told_on, row.buyers_told, row.all_reached = told_on, buyers_told, all_reached
    work.session.flush()
    ledger.record(
        work, "told_buyers", "buyer_notice", row.id, on=told_on.isoformat(), buyers=buyers_told,
        all=all_reached,
    )  # fmt: skip
    return row


def publish_notice(work: UnitOfWork, buyer_notice_id: int) -> BuyerNotice:
    """Show it to anybody, for buyers whom nobody can write to (Art. 32(2)).

    Refuses with: not-found; wrong-state, where it is shown.
    """
    row = _locked_notice(work, buyer_notice_id)
    if row.published_at is not None:
        raise closed_step(notice_queries.state_of_notice(row))
    row.published_at = work.now
    work.session.flush()
    ledger.record(work, "published_notice", "buyer_notice", row.id)
    return row


def void_notice(work: UnitOfWork, buyer_notice_id: int, *, why: str) -> BuyerNotice:
    """Void a notice that was wrong, or whose decision fell: it leaves the public page.

    Refuses with: not-found; wrong-state, where it is void.
    """
    row = _locked_notice(work, buyer_notice_id)
    row.voided_at, row.voided_by, row.void_why = work.now, work.actor.person_id, why
    work.session.flush()
    ledger.record(work, "voided_notice", "buyer_notice", row.id)
    return row


def _locked_notice(work: UnitOfWork, buyer_notice_id: int) -> BuyerNotice:
    row = work.session.scalar(
        select(BuyerNotice).where(BuyerNotice.id == buyer_notice_id).with_for_update()
    )
    if row is None:
        raise not_found(_("notice to buyers"))
    if row.voided_at is not None:
        raise closed_step(BuyerNoticeState.VOID)
    return row
