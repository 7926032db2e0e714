"""What the steps of the ladder share: the locked row as the clock has it, the count, the letter."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.errors import invalid, not_found
from complaints.links import Links
from complaints.models import Appeal, Boycott, Filer, RightsHolder
from complaints.queries import boycotts
from complaints.rules.actors import SYSTEM, Actor
from complaints.rules.boycotts import BINDING, FourFactors
from complaints.rules.policies import Policies
from complaints.rules.reasons import TERM_OVER
from complaints.services import outbox
from complaints.services.move import locked, move
from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.boycotts import Case, expired


def held(
    session: Session,
    actor: Actor,
    boycott_id: int,
    *,
    links: Links,
    now: datetime,
    expected: int | None,
) -> Boycott:
    """Return the boycott, held against others, as the clock has it now.

    A warning whose time is over has lapsed, and a boycott whose term is over has expired, though
    no job has run yet. Refuses with: not-found; stale.
    """
    # First: that it is stale would tell a stranger that there is such a boycott.
    boycotts.needs_visible(session, actor, boycott_id)
    boycott = locked(session, Boycott, boycott_id, expected=expected)
    settle(session, boycott, links=links, now=now)
    return boycott


def settle(session: Session, boycott: Boycott, *, links: Links, now: datetime) -> bool:
    """Do what the clock owes this row; say whether it owed anything."""
    if boycott.state == "warned" and _is_over(boycott.answer_due, now):
        move(session, SYSTEM, boycott, "lapse", now=now)
        return True
    if boycott.state in BINDING and _is_over(boycott.ends_at, now):
        _expire(session, boycott, links=links, now=now)
        return True
    return False


def _is_over(until: datetime | None, now: datetime) -> bool:
    return until is not None and until <= now


def _expire(session: Session, boycott: Boycott, *, links: Links, now: datetime) -> None:
    boycott.ended_at = boycott.ends_at
    boycott.end_reason = str(TERM_OVER)
    move(session, SYSTEM, boycott, "expire", now=now)
    filed = select(Appeal).where(Appeal.boycott_id == boycott.id, Appeal.state == "filed")
    appeal = session.scalar(filed.with_for_update())
    if appeal is not None:
        appeal.decided_at = now
        move(session, SYSTEM, appeal, "expire", now=now)
    kept = boycotts.count_kept(session, boycott.id)
    letter = expired(case_of(session, boycott, links), kept=kept)
    tell(session, boycott, "boycott_expired", letter, now=now)


def recount(session: Session, boycott: Boycott, policy: Policies, now: datetime) -> None:
    """Write the graded claims of the policy's window into the boycott."""
    factors, since = counted(session, boycott, policy, now)
    boycott.policy_number = policy.number
    boycott.window_from, boycott.window_to = since, now
    boycott.manifestly_unfounded = factors.manifestly_unfounded
    boycott.graded_otherwise = factors.graded_otherwise
    boycott.ungraded = factors.ungraded


def counted(
    session: Session, boycott: Boycott, policy: Policies, now: datetime
) -> tuple[FourFactors, datetime]:
    """Return the four factors as they are counted now, and since when."""
    since = now - timedelta(days=policy.boycott.window)
    counts = boycotts.count_factors(
        session, boycott.filer_id, boycott.rights_holder_id, since=since, until=now
    )
    return FourFactors(**counts, gravity=boycott.gravity, intention=boycott.intention), since


def factors_of(boycott: Boycott) -> FourFactors:
    """Return the four factors as the row states them."""
    return FourFactors(
        boycott.manifestly_unfounded,
        boycott.graded_otherwise,
        boycott.ungraded,
        boycott.gravity,
        boycott.intention,
    )


def case_of(session: Session, boycott: Boycott, links: Links) -> Case:
    """Return what every letter of this boycott states."""
    principal = None
    if boycott.rights_holder_id is not None:
        principal = session.get_one(RightsHolder, boycott.rights_holder_id).name
    return Case(
        filer=session.get_one(Filer, boycott.filer_id).name,
        principal=principal,
        reasons=boycott.reasons,
        factors=factors_of(boycott),
        window_from=boycott.window_from,
        window_to=boycott.window_to,
        link=links.boycott(boycott.id),
    )


def tell(session: Session, boycott: Boycott, kind: str, letter: Letter, *, now: datetime) -> None:
    """Put a letter to the boycott's filer into the outbox."""
    outbox.write(
        session,
        kind,
        letter,
        now=now,
        filer_id=boycott.filer_id,
        boycott_id=boycott.id,
    )


def stated(pointer: str, text: str, what: Message) -> str:
    """Return `text` without its blanks. Refuses with: invalid-request, where nothing is left."""
    text = text.strip()
    if not text:
        raise invalid(pointer, what)
    return text


def needs_staff(actor: Actor) -> None:
    """Refuses with: not-found; nobody else learns that there is such a thing."""
    if not actor.is_staff:
        raise not_found(_("page"))
