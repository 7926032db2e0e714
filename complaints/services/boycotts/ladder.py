"""From the warning to the boycott: warn, answer, impose; or drop it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from complaints.links import Links
from complaints.models import Boycott
from complaints.queries import boycotts
from complaints.rules.actors import Actor, needs_another_person
from complaints.rules.boycotts import (
    BOYCOTT,
    needs_enough_manifest,
    needs_filing_after_warning,
    needs_term_within,
)
from complaints.rules.machines import after, barred
from complaints.rules.policies import Policies
from complaints.services.boycotts.steps import (
    case_of,
    factors_of,
    held,
    needs_staff,
    recount,
    stated,
    tell,
)
from complaints.services.move import move
from complaints.words import message as _
from complaints.words.letters.boycotts import dropped, imposed, warning


def warn(
    session: Session,
    actor: Actor,
    boycott_id: int,
    *,
    policy: Policies,
    links: Links,
    now: datetime,
    expected: int | None = None,
) -> Boycott:
    """Warn the filer by letter, with reasons, four factors and a date to answer by.

    Refuses with: wrong-state; stale.
    """
    boycott = held(session, actor, boycott_id, links=links, now=now, expected=expected)
    recount(session, boycott, policy, now)
    due = now + timedelta(days=policy.boycott.answer_days)
    boycott.warned_by, boycott.warned_at, boycott.answer_due = actor.person_id, now, due
    move(
        session, actor, boycott, "warn", now=now, answer_due=due.isoformat(),
        policy=policy.number,
    )  # fmt: skip
    letter = warning(case_of(session, boycott, links), answer_due=due)
    tell(session, boycott, "boycott_warning", letter, now=now)
    return boycott


def answer(
    session: Session,
    actor: Actor,
    boycott_id: int,
    *,
    text: str,
    links: Links,
    now: datetime,
    expected: int | None = None,
) -> Boycott:
    """Keep what the filer says to the warning, in time.

    Refuses with: invalid-request, for an empty answer; wrong-state; forbidden; stale.
    """
    boycott = held(session, actor, boycott_id, links=links, now=now, expected=expected)
    boycott.answer = stated("/answer", text, _("Write your answer."))
    boycott.answered_at = now
    move(session, actor, boycott, "answer", now=now)
    return boycott


def impose(
    session: Session,
    actor: Actor,
    boycott_id: int,
    *,
    why: str,
    term_days: int,
    policy: Policies,
    links: Links,
    now: datetime,
    urgent_reason: str = "",
    expected: int | None = None,
) -> Boycott:
    """Put the boycott in force from now, for a term. The count of graded claims is taken anew.

    Refuses with: wrong-state; forbidden; second-person-needed, for its proposer; too-few-graded;
    warning-heeded-so-far; term-out-of-bounds; invalid-request; stale. Source: DSA Art. 23(2), (3).
    """
    boycott = held(session, actor, boycott_id, links=links, now=now, expected=expected)
    after(BOYCOTT, boycott.state, "impose", actor.role)
    earlier = barred(BOYCOTT, boycott.state, "impose", boycotts.parts(boycott))
    needs_another_person(actor, earlier, _("Imposing a boycott"))
    why = stated("/why", why, _("Say why; the filer reads it."))
    term = needs_term_within(policy.boycott, term_days)
    recount(session, boycott, policy, now)
    needs_enough_manifest(policy.boycott, factors_of(boycott))
    filed = boycotts.count_filed_since(session, boycott)
    needs_filing_after_warning(filed, urgent_reason)
    boycott.imposed_by, boycott.imposed_at = actor.person_id, now
    boycott.urgent_reason = urgent_reason.strip() or None
    boycott.starts_at, boycott.ends_at = now, now + term
    move(
        session, actor, boycott, "impose", now=now, why=why, term_days=term_days,
        filed_since_warning=filed, urgent=boycott.urgent_reason,
        manifestly_unfounded=boycott.manifestly_unfounded, policy=policy.number,
    )  # fmt: skip
    case = case_of(session, boycott, links)
    letter = imposed(case, why=why, ends_at=boycott.ends_at)
    tell(session, boycott, "boycott_imposed", letter, now=now)
    return boycott


def drop(
    session: Session,
    actor: Actor,
    boycott_id: int,
    *,
    why: str,
    links: Links,
    now: datetime,
    expected: int | None = None,
) -> Boycott:
    """Give a proposal or a warning up. A filer that was warned is told.

    Refuses with: invalid-request, without a reason; wrong-state; stale.
    """
    needs_staff(actor)
    boycott = held(session, actor, boycott_id, links=links, now=now, expected=expected)
    boycott.end_reason = stated("/why", why, _("Say why; the reason is kept in the record."))
    boycott.ended_by, boycott.ended_at = actor.person_id, now
    move(session, actor, boycott, "drop", now=now, why=boycott.end_reason)
    if boycott.warned_at is not None:
        letter = dropped(case_of(session, boycott, links))
        tell(session, boycott, "boycott_dropped", letter, now=now)
    return boycott
