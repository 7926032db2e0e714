"""Shows what a step of the ladder would send and hold, before it is taken. Stores nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from complaints.base.errors import Refusal
from complaints.models import Boycott
from complaints.queries.cases import boycotts, flag_answers, holds
from complaints.queries.cases.holds import Effect
from complaints.queries.logins import accounts
from complaints.rules.actors import require_staff
from complaints.rules.cases.boycotts import (
    APPEALED,
    BOYCOTT,
    DECIDE_BOYCOTT,
    IMPOSE,
    WARN,
    require_term_within,
)
from complaints.rules.cases.case_appeals import last_day_to_appeal
from complaints.rules.cases.own_words import find_plainly_other
from complaints.rules.machines import allowed
from complaints.services.cases import case_steps
from complaints.services.cases.boycotts.grounds import require_grounds, require_warrant
from complaints.services.cases.boycotts.naming import evidence_now
from complaints.services.cases.boycotts.steps import case_of, counted
from complaints.services.mailing import outbox
from complaints.storage.links import mask
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters import Letter, Written, compose, in_order
from complaints.words.letters import boycotts as boycott_letters
from complaints.words.letters.boycotts import Case
from complaints.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Preview:
    """The letter of a step in its languages with its link masked, None where none would be sent.

    `effect` is whom imposing binds and what it holds; None for any other step. `answered_since` is
    when the filer of a proposal answered last, where whoever proposed it could not have read that.
    `reads` is the language that the filer's log-in chose, None where it chose none; `other` are the
    words of staff in the letter that plainly are in another one.
    """

    letter: Written | None
    effect: Effect | None = None
    answered_since: datetime | None = None
    reads: str | None = None
    other: tuple[str, ...] = ()


def preview(
    work: UnitOfWork,
    boycott_id: int,
    *,
    step: str,
    why: str = "",
    argued: str = "",
    term_days: int | None = None,
    takes_urgency: bool = False,
    milder: str = "",
) -> Preview:
    """Return the letter that a step would send, and what it would bind and hold.

    Refuses with: whatever the step itself refuses with.
    """
    boycott = foresee(work, boycott_id, step=step, takes_urgency=takes_urgency)
    case = case_of(work, boycott)
    urgent = boycott.urgent_reason or "" if takes_urgency else ""
    letter = _letter(work, boycott, case, step, why, argued, term_days, urgent, milder)
    if letter is None:
        return Preview(None)
    # Whoever takes the step reads it too, in the languages that do not go out as well.
    first, *_more = outbox.languages_for(work.session, boycott.filer_id)
    subject, body = compose(letter, in_order(first), test=work.links.test)
    effect = None
    if step == "impose":
        effect = holds.effect_of(work.session, [(boycott, boycott.filer_id)])
    since = flag_answers.answered_since_proposal(work, [boycott]) if step == "warn" else {}
    reads = accounts.languages_of_filers(work.session, [boycott.filer_id]).get(boycott.filer_id)
    own = _own_words(boycott, step, why, argued, urgent, milder)
    other = find_plainly_other(own, reads) if reads is not None else ()
    written = Written(subject, mask(body))
    return Preview(written, effect, since.get(boycott.id), reads, other)


def _own_words(boycott: Boycott, step: str, *words: str) -> tuple[str, ...]:
    """Return the words of staff that the letter of a step quotes."""
    if step == "drop":
        return ()
    said = (boycott.said or {}).values() if step in ("warn", "impose") else ()
    return (*(part["words"] for part in said if part), *words)


def foresee(
    work: UnitOfWork, boycott_id: int, *, step: str, takes_urgency: bool = False
) -> Boycott:
    """Return the boycott, once nothing stands in the way of a step but the words that it asks for.

    Refuses with: not-found; wrong-state; and as the step itself does.
    """
    require_staff(work.actor)
    boycott = boycotts.get_boycott(work, boycott_id)
    way = allowed(BOYCOTT, boycott.state, step)
    # A warned case may be imposed too early: the bar of its time says until when.
    act = IMPOSE if step == "impose" else way.act if way is not None else None
    if act is None:
        raise Refusal(
            "wrong-state",
            _(
                "This boycott is “%(state)s”, so this step is not open: %(step)s.",
                state=label("state", boycott.state),
                step=label("step", step),
            ),
            state=boycott.state,
        )
    case_steps.foresee_step(work, boycott, act, step)
    if act is WARN:
        require_warrant(work, boycott)
    if act is IMPOSE:
        require_grounds(work, boycott, takes_urgency=takes_urgency)
    return boycott


def _letter(
    work: UnitOfWork,
    boycott: Boycott,
    case: Case,
    step: str,
    why: str,
    argued: str,
    term_days: int | None,
    urgent: str,
    milder: str,
) -> Letter | None:
    if step == "drop":
        return boycott_letters.dropped(case) if boycott.warned_at is not None else None
    if step in ("warn", "impose"):
        factors, since = counted(work, boycott)
        case = replace(
            case, factors=factors, window_from=since, window_to=work.now,
            evidence=evidence_now(work, boycott),
        )  # fmt: skip
    if step == "warn":
        policy = work.policy.boycott
        return boycott_letters.warning(
            case, answer_days=policy.answer_days, longest=policy.max_term
        )
    if step == "impose":
        ends_at = work.now + require_term_within(work.policy.boycott, term_days)
        return boycott_letters.imposed(
            case, why=IMPOSE.stated(why), ends_at=ends_at, appeal_by=last_day_to_appeal(work.now),
            urgent=urgent, milder=milder.strip(),
        )  # fmt: skip
    why = DECIDE_BOYCOTT.stated(why, "reason")
    said = DECIDE_BOYCOTT.stated(argued, "argued") if boycott.state in APPEALED else None
    if step == "lift":
        kept = boycotts.count_kept(work.session, boycott.id)
        return boycott_letters.lifted(case, argued=said, reason=why, kept=kept)
    ends_at_now = boycott.ends_at if boycott.state == "under_appeal" else None
    return boycott_letters.upheld(case, argued=said or "", reason=why, ends_at=ends_at_now)
