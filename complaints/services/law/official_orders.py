"""Enters what authorities order (DSA Art. 9, 10), that they were told of it, and tells whom it is
about. An order changes nothing by itself: who finds that a listing has to go decides its claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from complaints.base.codes import Code
from complaints.base.errors import FieldError, Refusal, not_found
from complaints.models import Claim, Complaint, Listing, OfficialOrder
from complaints.queries.decisions import claims
from complaints.queries.law import official_orders as order_queries
from complaints.rules.kinds import Side
from complaints.rules.law.noting import closed_step, require_past_day
from complaints.rules.law.official_orders import (
    OfficialEffect,
    OfficialOrderKind,
    OfficialOrderState,
    may_tell,
    require_answer,
    require_day,
)
from complaints.services.mailing import outbox
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.words.letters import official_orders as letters
from complaints.work import UnitOfWork

KIND = "official_order_told"


def enter_official_order(
    work: UnitOfWork,
    claim_id: int,
    *,
    kind: OfficialOrderKind,
    authority: str,
    country: str,
    reference: str,
    received_on: date,
    recipient: Side,
    grounds: str,
    territory: Sequence[str] = (),
    due_on: date | None = None,
    redress: str | None = None,
    not_before: date | None = None,
) -> OfficialOrder:
    """Enter an order that came to us, about a claim. A day in the past is taken: it is late.

    Refuses with: not-found; invalid-request, for an order that is to come; taken, where it was
    entered before, with its number.
    """
    claims.lock_claims(work, [claim_id])
    require_past_day("/received_on", received_on, today=work.now.date())
    first = order_queries.find_same(
        work.session, country=country, authority=authority, reference=reference
    )
    if first is not None:
        text = _("This order is entered already, as order %(number)s.", number=str(first.id))
        wrong = [FieldError("/reference", Code.DUPLICATE, text)]
        raise Refusal("taken", text, fields=wrong, official_order_id=first.id)
    assert work.actor.person_id is not None
    row = OfficialOrder(
        claim_id=claim_id, kind=str(kind), authority=authority, country=country,
        reference=reference, received_on=received_on, due_on=due_on,
        territory=sorted(set(territory)), recipient=str(recipient), grounds=grounds,
        redress=redress, not_before=not_before, entered_by=work.actor.person_id,
        entered_at=work.now,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    ledger.record(
        work, "entered_order", "official_order", row.id, kind=str(kind), claim=claim_id,
        country=country, received_on=received_on.isoformat(), due_on=due_on and due_on.isoformat(),
    )  # fmt: skip
    return row


def note_receipt(work: UnitOfWork, official_order_id: int, *, on: date) -> OfficialOrder:
    """Note the day on which the authority was told that its order came (Art. 9(1), 10(1)).

    Refuses with: not-found; wrong-state, where that is noted, or it is answered; invalid-request.
    """
    row = _locked(work, official_order_id, OfficialOrderState.OPEN)
    if row.receipt_on is not None:
        raise closed_step(OfficialOrderState.OPEN)
    require_day("/on", on, received_on=row.received_on, today=work.now.date())
    row.receipt_on = on
    work.session.flush()
    ledger.record(work, "noted_receipt", "official_order", row.id, on=on.isoformat())
    return row


def answer_order(
    work: UnitOfWork,
    official_order_id: int,
    *,
    effect: OfficialEffect,
    answered_on: date,
    effect_on: date | None = None,
    why: str | None = None,
) -> OfficialOrder:
    """Note what the authority was told: whether effect was given and when, or why not. Whom the
    order is about is told now, unless it was or the authority asked for a later day.

    Refuses with: not-found; wrong-state, where it is answered; invalid-request.
    """
    row = _locked(work, official_order_id, OfficialOrderState.OPEN)
    require_answer(
        effect, effect_on=effect_on, why=why, answered_on=answered_on,
        received_on=row.received_on, today=work.now.date(),
    )  # fmt: skip
    row.effect, row.effect_on, row.effect_why = str(effect), effect_on, why
    row.answered_on, row.answered_by = answered_on, work.actor.person_id
    work.session.flush()
    ledger.record(
        work, "answered_order", "official_order", row.id, effect=str(effect),
        on=answered_on.isoformat(), effect_on=effect_on and effect_on.isoformat(),
    )  # fmt: skip
    if row.told_at is None and may_tell(row.not_before, work.now.date()):
        _tell(work, row)
    return row


def tell_recipient(work: UnitOfWork, official_order_id: int) -> OfficialOrder:
    """Tell whom the order is about of it, and of the effect given to it so far (Art. 9(5), 10(5)).

    Refuses with: not-found; wrong-state, where it was told, the day that the authority asked for
    has not come, or the order is void.
    """
    row = _locked(work, official_order_id, OfficialOrderState.OPEN, OfficialOrderState.TO_TELL)
    if row.told_at is not None:
        raise closed_step(order_queries.state_of_order(row))
    if not may_tell(row.not_before, work.now.date()):
        raise Refusal(
            "wrong-state",
            _(
                "The authority asked that nobody be told before %(day)s. Wait for that day.",
                day=row.not_before or work.now.date(),
            ),
            state=str(order_queries.state_of_order(row)),
        )
    _tell(work, row)
    return row


def void_order(work: UnitOfWork, official_order_id: int, *, why: str) -> OfficialOrder:
    """Void an entry that was wrong, or an order that the authority took back: it counts nowhere.

    Refuses with: not-found; wrong-state, where somebody was told of it, or it is void.
    """
    row = _locked(work, official_order_id, OfficialOrderState.OPEN, OfficialOrderState.TO_TELL)
    if row.told_at is not None:
        raise closed_step(order_queries.state_of_order(row))
    row.voided_at, row.voided_by, row.void_why = work.now, work.actor.person_id, why
    work.session.flush()
    ledger.record(work, "voided_order", "official_order", row.id)
    return row


def _locked(
    work: UnitOfWork, official_order_id: int, *possible: OfficialOrderState
) -> OfficialOrder:
    row = work.session.scalar(
        select(OfficialOrder).where(OfficialOrder.id == official_order_id).with_for_update()
    )
    if row is None:
        raise not_found(_("order of an authority"))
    state = order_queries.state_of_order(row)
    if state not in possible:
        raise closed_step(state)
    return row


def _tell(work: UnitOfWork, row: OfficialOrder) -> None:
    claim = work.session.get_one(Claim, row.claim_id)
    about: dict[str, Any] = {
        "reference": work.session.get_one(Complaint, claim.complaint_id).reference,
        "listing": work.session.get_one(Listing, claim.listing_id).url,
    }
    page = work.links.page(f"/claims/{claim.id}")
    if row.recipient == Side.FILER:
        letter = letters.order_told(_told(row), **about, page=page)
        outbox.write(work, KIND, letter, filer_id=claim.filer_id, complaint_id=claim.complaint_id)
    else:
        outbox.tell_seller(work, claim, KIND, letters.order_told(_told(row), **about, page=None))
    row.told_at = work.now
    work.session.flush()
    ledger.record(work, "told_of_order", "official_order", row.id, side=row.recipient)


def _told(row: OfficialOrder) -> letters.ToldOrder:
    return letters.ToldOrder(
        kind=row.kind, authority=row.authority, country=row.country, number=row.reference,
        received_on=row.received_on, territory=row.territory, grounds=row.grounds,
        redress=row.redress, effect=row.effect, effect_on=row.effect_on,
        effect_why=row.effect_why,
    )  # fmt: skip
