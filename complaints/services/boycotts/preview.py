"""The letter that a step of the ladder would send, before anybody takes it. Stores nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from complaints.errors import Refusal
from complaints.links import Links, mask
from complaints.models import Boycott
from complaints.queries import boycotts
from complaints.rules.actors import Actor
from complaints.rules.boycotts import BOYCOTT, needs_term_within
from complaints.rules.policies import Policies
from complaints.services.boycotts.steps import case_of, counted, needs_staff, stated
from complaints.words import LANGUAGES
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters import Letter, Written, compose
from complaints.words.letters import boycotts as boycott_letters
from complaints.words.letters.boycotts import Case

# Steps that tell the filer something; `uphold` and `lift` also decide an appeal.
TELLING = ("warn", "impose", "drop", "uphold", "lift")


def preview(
    session: Session,
    actor: Actor,
    boycott_id: int,
    *,
    step: str,
    why: str = "",
    term_days: int | None = None,
    policy: Policies,
    links: Links,
    now: datetime,
) -> Written | None:
    """Return the letter in its languages with its link masked, None where none would go out.

    Refuses with: not-found; wrong-state; invalid-request, without the words that the letter needs;
    term-out-of-bounds.
    """
    needs_staff(actor)
    boycott = boycotts.get(session, actor, boycott_id)
    if step not in {possible.event for possible in BOYCOTT.steps_from(boycott.state)}:
        raise Refusal(
            "wrong-state",
            _(
                "This boycott is “%(state)s”; “%(step)s” is not possible now.",
                state=label("state", boycott.state),
                step=label("step", step),
            ),
            state=boycott.state,
        )
    case = case_of(session, boycott, links)
    letter = _letter(session, boycott, case, step, why, term_days, policy, now)
    if letter is None:
        return None
    subject, body = compose(letter, LANGUAGES)
    return Written(subject, mask(body))


def _letter(
    session: Session,
    boycott: Boycott,
    case: Case,
    step: str,
    why: str,
    term_days: int | None,
    policy: Policies,
    now: datetime,
) -> Letter | None:
    if step == "drop":
        return boycott_letters.dropped(case) if boycott.warned_at is not None else None
    if step in ("warn", "impose"):
        factors, since = counted(session, boycott, policy, now)
        case = replace(case, factors=factors, window_from=since, window_to=now)
    if step == "warn":
        due = now + timedelta(days=policy.boycott.answer_days)
        return boycott_letters.warning(case, answer_due=due)
    why = stated("/why" if step == "impose" else "/reason", why, _("Say why; the filer reads it."))
    if step == "impose":
        ends_at = now + needs_term_within(policy.boycott, term_days or 0)
        return boycott_letters.imposed(case, why=why, ends_at=ends_at)
    if step == "lift":
        kept = boycotts.count_kept(session, boycott.id)
        return boycott_letters.lifted(case, reason=why, kept=kept)
    return boycott_letters.upheld(case, reason=why, ends_at=boycott.ends_at or now)
