"""Locks a claim that the actor may change, and writes the letters about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import Claim, Event, Filer, Listing
from complaints.queries import claims, grants, pending
from complaints.rules.appeals import APPEALABLE
from complaints.rules.kinds import Side
from complaints.rules.reasons import in_words
from complaints.services import outbox
from complaints.services.move import locked
from complaints.words import Message, letters
from complaints.words.letters.claims import decided, filer_may_appeal, seller_may_appeal
from complaints.work import Work


def held(work: Work, claim_id: int, expected: int | None) -> Claim:
    """Return the claim, locked until the transaction ends.

    Refuses with: not-found, also where the actor may not see it; stale, where its version is not
    `expected` any more; one-let-in-the-other, for who alone gave the filer's log-in back;
    decision-pending.
    """
    claims.require_visible(work, claim_id)
    claim = locked(work.session, Claim, claim_id, expected=expected)
    grants.require_untied(work, claim.filer_id)
    pending.require_none(work.session, [claim_id])
    return claim


def lock_filer(session: Session, filer_id: int) -> None:
    """Lock the filer's account as a filing does, so that no claim of it is opened meanwhile."""
    session.execute(select(Filer.id).where(Filer.id == filer_id).with_for_update())


def address(session: Session, claim: Claim) -> str:
    """Return the canonical URL of the claim's listing."""
    return session.get_one(Listing, claim.listing_id).url


def addresses(session: Session, rows: Sequence[Claim]) -> dict[int, str]:
    """Return the canonical URLs of these claims' listings, by the listings' ids."""
    accused = select(Listing.id, Listing.url).where(
        Listing.id.in_([row.listing_id for row in rows])
    )
    return dict(session.execute(accused).tuples().all())


def tell_filer(work: Work, claim: Claim, kind: str, letter: letters.Letter) -> None:
    """Put a letter to the filer about its claim into the outbox."""
    outbox.write(work, kind, letter, filer_id=claim.filer_id, complaint_id=claim.complaint_id)


def decision_letter(
    side: Side, rows: Sequence[Claim], urls: Mapping[int, str], event: Event
) -> letters.Letter:
    """Return the letter that tells one side how these claims of one complaint were decided.

    `urls` are the addresses of listings by their ids; `event` is the decision's.
    """
    (state,) = {row.state for row in rows}
    appeal = None
    if state in APPEALABLE[side]:
        appeal = seller_may_appeal(due) if side is Side.SELLER else _filers_appeal(rows)
    return decided(
        [(row.id, urls[row.listing_id]) for row in rows],
        state,
        reason=in_words(event.reason or "", event.code, side),
        note=event.note if event.note_to in (None, side) else None,
        appeal=appeal,
    )


def _filers_appeal(rows: Sequence[Claim]) -> Message:
    claim_id, *others = (row.id for row in rows)
    return filer_may_appeal(f"/api/v1/claims/{'<id>' if others else claim_id}")
