"""The steps of staff from a warning to a boycott: warn, impose; or drop."""

from __future__ import annotations

from complaints.models import Boycott
from complaints.queries.cases import boycotts, parties
from complaints.rules.cases.boycotts import (
    DROP,
    IMPOSE,
    WARN,
    require_enough_manifest,
    require_filing_after_warning,
    require_term_within,
)
from complaints.rules.cases.case_appeals import last_day_to_appeal
from complaints.rules.cases.grounds import Ground
from complaints.services.cases import holds, lanes
from complaints.services.cases.boycotts.steps import (
    case_of,
    factors_of,
    lock_for_step,
    recount,
    tell_accounts,
)
from complaints.services.move import transition
from complaints.words.letters.boycotts import dropped, imposed, warning
from complaints.work import UnitOfWork


def warn(work: UnitOfWork, boycott_id: int, *, expected: int | None = None) -> Boycott:
    """Warn the filer by letter, with reasons, four factors and the time to answer, which runs from
    the day on which the letter reaches it.

    Refuses with: wrong-state; flag-unsupported; held; stale.
    """
    boycott = lock_for_step(work, boycott_id, WARN, expected=expected)
    recount(work, boycott)
    days = work.policy.boycott.answer_days
    boycott.warned_by, boycott.warned_at = work.actor.person_id, work.now
    boycott.answer_days = days
    transition(work, boycott, "warn", answer_days=days, policy=work.policy.number)
    letter = warning(case_of(work, boycott), answer_days=days)
    tell_accounts(work, boycott, "warn", letter)
    return boycott


def impose(
    work: UnitOfWork,
    boycott_id: int,
    *,
    why: str,
    term_days: int,
    urgent_reason: str = "",
    expected: int | None = None,
) -> Boycott:
    """Put the boycott in force from now, for a term in days. Graded claims are counted anew, and
    open complaints of all accounts of the party are held for a look, and go to the lane.

    Refuses with: wrong-state; forbidden; second-person-needed, when the actor proposed it;
    one-let-in-the-other; answer-period-runs; nobody-to-judge-appeal; too-few-graded;
    warning-heeded-so-far; flag-unsupported; term-out-of-bounds; invalid-request; stale.
    Source: DSA Art. 23(2), (3).
    """
    boycott = lock_for_step(work, boycott_id, IMPOSE, expected=expected)
    why = IMPOSE.stated(why)
    term = require_term_within(work.policy.boycott, term_days)
    recount(work, boycott)
    require_enough_manifest(work.policy.boycott, factors_of(boycott))
    filed = boycotts.count_filed_since(work.session, boycott)
    require_filing_after_warning(filed, urgent_reason)
    boycott.imposed_by, boycott.imposed_at = work.actor.person_id, work.now
    boycott.urgent_reason = urgent_reason.strip() or None
    boycott.starts_at, boycott.ends_at = work.now, work.now + term
    boycott.treatments = work.policy.law.treatments(Ground(boycott.ground))
    transition(
        work, boycott, "impose", why="\n".join(filter(None, (why, boycott.urgent_reason))),
        term_days=term_days, filed_since_warning=filed, urgent=boycott.urgent_reason is not None,
        manifestly_unfounded=boycott.manifestly_unfounded, policy=work.policy.number,
        treatments=boycott.treatments,
    )  # fmt: skip
    accounts = parties.accounts(work.session, boycott.filer_id)
    holds.hold_open(work, accounts, boycott)
    lanes.give_lane(work, accounts, boycott)
    case = case_of(work, boycott)
    letter = imposed(case, why=why, ends_at=boycott.ends_at, appeal_by=last_day_to_appeal(work.now))
    tell_accounts(work, boycott, "impose", letter)
    return boycott


def drop(work: UnitOfWork, boycott_id: int, *, why: str, expected: int | None = None) -> Boycott:
    """Drop a proposal or a warning. A filer that was warned gets a letter.

    Refuses with: invalid-request, without a reason; wrong-state; stale; second-person-needed and
    one-let-in-the-other, for who took its letter out.
    """
    boycott = lock_for_step(work, boycott_id, DROP, expected=expected)
    boycott.end_reason = DROP.stated(why)
    boycott.ended_by, boycott.ended_at = work.actor.person_id, work.now
    transition(work, boycott, "drop", why=boycott.end_reason)
    if boycott.warned_at is not None:
        letter = dropped(case_of(work, boycott))
        tell_accounts(work, boycott, "drop", letter)
    return boycott
