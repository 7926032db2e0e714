"""Locks a claim that the actor may change, and writes the letters about it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.base.errors import Refusal
from complaints.models import Claim, CounterNotice, Filer, Listing
from complaints.queries.decisions import claims, entering, pending
from complaints.queries.sellers import counter_notices, marketplaces
from complaints.rules.actors import Role
from complaints.services.mailing import outbox
from complaints.services.move import lock_row
from complaints.words import Message, letters
from complaints.words import message as _
from complaints.work import UnitOfWork


def lock_claim(
    work: UnitOfWork, claim_id: int, expected: int | None, *, while_decided: bool = False
) -> Claim:
    """Return the claim, locked until the transaction ends.

    What keeps a day that a law sets is taken `while_decided` too: it counts on arrival.

    Refuses with: not-found, also where the actor may not see it; stale, where its version is not
    `expected` any more; decision-pending.
    """
    claims.require_visible(work, claim_id)
    claim = lock_row(work.session, Claim, claim_id, expected=expected)
    if not while_decided:
        pending.require_none(work.session, [claim_id])
    return claim


def lock_answer(
    work: UnitOfWork, counter_id: int, *, not_the_filers: Message
) -> tuple[UnitOfWork, CounterNotice, Sequence[Claim]]:
    """Return an answer that its seller's side is about to change, with its claims, all locked, and
    the work as that side does it.

    Refuses with: not-found; forbidden, for the filer, in the words of `not_the_filers`; two-sides;
    second-person-needed and one-let-in-the-other, for staff who decided one of the claims.
    """
    notice = counter_notices.find_counter_notice(work.session, counter_id)
    claim_ids = counter_notices.claims_of(work.session, notice)
    work = marketplaces.for_sellers(work, claim_ids)
    rows = claims.lock_claims(work, claim_ids)
    if work.actor.role is Role.FILER:
        raise Refusal("forbidden", not_the_filers)
    work.session.refresh(notice, with_for_update=True)
    for claim in rows:
        entering.require_not_decided(work, claim, _("Entering what the seller says"))
    return work, notice, rows


def lock_filer(session: Session, filer_id: int) -> None:
    """Lock the filer's account as a filing does, so that no claim of it is opened meanwhile."""
    session.execute(select(Filer.id).where(Filer.id == filer_id).with_for_update(key_share=True))


def listing_url(session: Session, claim: Claim) -> str:
    """Return the canonical URL of the claim's listing."""
    return session.get_one(Listing, claim.listing_id).url


def tell_filer(work: UnitOfWork, claim: Claim, kind: str, letter: letters.Letter) -> None:
    """Put a letter to the filer about its claim into the outbox."""
    outbox.write(work, kind, letter, filer_id=claim.filer_id, complaint_id=claim.complaint_id)
