"""What the two sides answer: the seller's counter-notice and report, the filer's completion."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from complaints.errors import Refusal
from complaints.models import Claim, CounterNotice
from complaints.queries import claims
from complaints.rules import texts
from complaints.rules.actors import Actor, ActorKind, Role
from complaints.rules.kinds import EventBy, EventKind
from complaints.services import ledger, timeline
from complaints.services.claims.holding import address, held, lock_filer, tell_filer, tell_seller
from complaints.services.move import move
from complaints.vault import Vault


def complete(
    session: Session,
    actor: Actor,
    claim_id: int,
    *,
    note: str,
    now: datetime,
    expected: int | None = None,
) -> Claim:
    """Give what was asked for: the claim waits for a decision again.

    Refuses with: not-found; stale; wrong-state; forbidden.
    """
    claim = held(session, actor, claim_id, expected)
    claim.answer_due = None
    move(session, actor, claim, "complete", now=now)
    timeline.write(session, actor, [claim], EventKind.AMENDMENT, now=now, note=note)
    return claim


def counter(
    session: Session,
    actor: Actor,
    claim_id: int,
    *,
    grounds: str,
    statement: str,
    contact: str | None,
    vault: Vault,
    now: datetime,
    expected: int | None = None,
) -> Claim:
    """Take the seller's counter-notice: `grounds` in short, `statement` in full.

    A partner or staff hand it in for the seller. The contact is sealed; the filer never sees it.
    A claim that was decided opens again, and a grade it had no longer holds. Where the filer has
    filed the same again meanwhile, that later claim becomes a duplicate of this one.
    Refuses with: not-found; stale; wrong-state; forbidden.
    """
    claim = held(session, actor, claim_id, expected)
    seller = for_seller(actor)
    lock_filer(session, claim.filer_id)
    later = claims.open_twin(session, claim)
    if later is not None:
        later.duplicate_of = claim.id
        session.flush()
    claim.merit = None
    move(session, seller, claim, "counter", now=now)
    # Who hands it in is the ledger's business; the timeline says whose word it is.
    event = timeline.write(
        session,
        seller,
        [claim],
        EventKind.COUNTER_NOTICE,
        now=now,
        by=EventBy.SELLER,
        reason=grounds,
        note=statement,
    )
    session.add(
        CounterNotice(
            claim_id=claim.id,
            event_id=event.id,
            grounds=grounds,
            statement=statement,
            contact=vault.seal(contact) if contact else None,
            contact_key_id=vault.key_id if contact else None,
            filed_at=now,
        )
    )
    session.flush()
    wording = texts.countered(claim.id, address(session, claim), grounds)
    tell_filer(session, claim, "claim_countered", wording, now=now)
    return claim


def reply(
    session: Session,
    actor: Actor,
    claim_id: int,
    *,
    statement: str,
    now: datetime,
    expected: int | None = None,
) -> Claim:
    """Answer the seller's counter-notice: the filer stands by its claim, in its own words.

    Moves nothing: staff decide with both sides' words before them. The seller is told.
    Refuses with: not-found; stale; forbidden, for who is not the filer's side; wrong-state, where
    no counter-notice waits for a decision.
    """
    claim = held(session, actor, claim_id, expected)
    if actor.role is not Role.FILER:
        raise Refusal("forbidden", "The filer answers a counter-notice; staff decide it.")
    if claim.state != "countered":
        raise Refusal(
            "wrong-state",
            f"This claim is {claim.state.replace('_', ' ')}: there is no counter-notice to answer.",
            state=claim.state,
            possible=[],
        )
    timeline.write(
        session, actor, [claim], EventKind.AMENDMENT, now=now, by=EventBy.FILER, note=statement
    )
    ledger.record(session, actor, "reply", "claim", claim.id, now=now)
    wording = texts.replied(claim.id, address(session, claim), statement)
    tell_seller(session, claim, "claim_replied", wording, now=now)
    session.flush()
    return claim


def report_demand(
    session: Session,
    actor: Actor,
    claim_id: int,
    *,
    statement: str,
    now: datetime,
    expected: int | None = None,
) -> Claim:
    """Take the seller's report that money or a favour was asked for a withdrawal.

    Moves nothing, whatever the claim's state. The filer's timeline does not show it.
    Refuses with: not-found; stale; forbidden, for a filer.
    """
    claim = held(session, actor, claim_id, expected)
    seller = for_seller(actor)
    if seller.role is Role.FILER:
        raise Refusal("forbidden", "A demand is reported for the seller, by a partner or staff.")
    timeline.write(
        session,
        seller,
        [claim],
        EventKind.DEMAND_REPORT,
        now=now,
        by=EventBy.SELLER,
        note=statement,
    )
    ledger.record(session, actor, "report_demand", "claim", claim.id, now=now)
    session.flush()
    return claim


def for_seller(actor: Actor) -> Actor:
    """Return the actor in the seller's part, where a partner speaks for it; else unchanged."""
    return replace(actor, role=Role.SELLER) if actor.kind is ActorKind.PARTNER else actor
