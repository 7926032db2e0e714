"""Takes in what was done to listings: what their marketplaces say, and what staff note by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.errors import FieldError, Refusal, invalid, invalid_fields
from complaints.models import Confirmation
from complaints.queries.decisions import claims
from complaints.queries.sellers import enforcement, listing_states
from complaints.rules.actors import require_staff
from complaints.rules.sellers.downtimes import Received, is_ahead
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.work import UnitOfWork

_AHEAD = _("This moment is still to come. Send when it was done.")


@dataclass(frozen=True, slots=True)
class ConfirmationLine:
    """One line of a marketplace: this listing is down, or up again, since `at`."""

    marketplace: str
    listing: str
    is_down: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a line, and whether its listing is to be down now; None where unknown."""

    line: ConfirmationLine
    result: Received
    to_be_down: bool | None


def take_in_lines(work: UnitOfWork, lines: Sequence[ConfirmationLine]) -> list[Answer]:
    """Take in what a partner did on its marketplaces, each line for itself, in any order.

    The newest of a listing, by when it was done, is what is confirmed. Refuses with:
    invalid-request, for a moment to come.
    """
    fields = [
        FieldError(f"/confirmations/{index}/at", _AHEAD)
        for index, line in enumerate(lines)
        if is_ahead(line.at, work.now)
    ]
    if fields:
        raise invalid_fields(fields)
    work = work.by(work.actor.on_sellers_side())
    reached = enforcement.listings_of(work, [(line.marketplace, line.listing) for line in lines])
    results = [_take(work, line, reached.get((line.marketplace, line.listing))) for line in lines]
    states = listing_states.states_after(work, reached.values())
    return [
        Answer(line, result, None if listing_id is None else states[listing_id].is_down)
        for line, result, listing_id in (
            (line, result, reached.get((line.marketplace, line.listing)))
            for line, result in zip(lines, results, strict=True)
        )
    ]


def note_by_hand(
    work: UnitOfWork, claim_id: int, *, is_down: bool, at: datetime, note: str | None
) -> Confirmation:
    """Note what staff saw or did on a marketplace where no partner confirms.

    Refuses with: not-found; wrong-state, where a partner does; invalid-request, for a moment to
    come.
    """
    require_staff(work.actor)
    view = claims.get_claim(work, claim_id)
    if listing_states.state_of_listing(work, view.claim.listing_id).connected:
        raise Refusal(
            "wrong-state",
            _("The marketplace confirms this itself. Ask it, if what it says is wrong."),
            state=view.claim.state,
            possible=[],
        )
    if is_ahead(at, work.now):
        raise invalid("/at", _AHEAD)
    row = _keep(work, view.claim.listing_id, is_down, at)
    row.note = note
    return row


def _take(work: UnitOfWork, line: ConfirmationLine, listing_id: int | None) -> Received:
    if listing_id is None:
        return Received.UNKNOWN
    newest = _newest(work.session, listing_id)
    if _is_known(work, listing_id, line):
        return Received.REPEATED
    _keep(work, listing_id, line.is_down, line.at)
    return Received.LATE if newest is not None and line.at < newest else Received.NOTED


def _newest(session: Session, listing_id: int) -> datetime | None:
    said = select(Confirmation.at).where(Confirmation.listing_id == listing_id)
    return session.scalar(said.order_by(Confirmation.at.desc()).limit(1))


def _is_known(work: UnitOfWork, listing_id: int, line: ConfirmationLine) -> bool:
    same = select(Confirmation.id).where(
        Confirmation.listing_id == listing_id,
        Confirmation.partner_id == work.actor.partner_id,
        Confirmation.is_down == line.is_down,
        Confirmation.at == line.at,
    )
    return work.session.scalar(same.limit(1)) is not None


def _keep(work: UnitOfWork, listing_id: int, is_down: bool, at: datetime) -> Confirmation:
    row = Confirmation(
        listing_id=listing_id, is_down=is_down, at=at, recorded_at=work.now,
        partner_id=work.actor.partner_id, person_id=work.actor.person_id,
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    ledger.record(
        work, "confirmed_listing", "listing", listing_id, confirmation=row.id, down=is_down,
        at=at.isoformat(),
    )  # fmt: skip
    return row
