"""The steps of staff from a warning to a boycott: warn, impose; or drop."""

from __future__ import annotations

from dataclasses import replace

from complaints.base.errors import Refusal
from complaints.models import Boycott
from complaints.queries.cases import boycotts, parties
from complaints.rules.cases.boycotts import (
    DROP,
    IMPOSE,
    RECORD_URGENCY,
    WARN,
    WARNED,
    require_term_within,
)
from complaints.rules.cases.case_appeals import last_day_to_appeal
from complaints.rules.cases.conduct import NamedFor
from complaints.rules.cases.grounds import Ground
from complaints.services.cases import holds, lanes
from complaints.services.cases.boycotts.clients import tell_clients
from complaints.services.cases.boycotts.grounds import require_grounds, require_warrant
from complaints.services.cases.boycotts.naming import name_claims
from complaints.services.cases.boycotts.steps import (
    case_of,
    lock_for_step,
    recount,
    tell_accounts,
)
from complaints.services.move import transition
from complaints.services.upkeep import ledger
from complaints.words import message as _
from complaints.words.labels import label
from complaints.words.letters.boycotts import dropped, imposed, warning
from complaints.work import UnitOfWork


def warn(work: UnitOfWork, boycott_id: int, *, expected: int | None = None) -> Boycott:
    """Warn the filer by letter, with reasons, four factors, the claims that it is for, what counts
    once the letter has reached it, and the time to answer, which runs from that day.

    Refuses with: wrong-state; too-few-graded; ground-not-shown; flag-unsupported; held; stale.
    """
    boycott = lock_for_step(work, boycott_id, WARN, expected=expected)
    require_warrant(work, boycott)
    evidence = name_claims(work, boycott, NamedFor.WARNING)
    recount(work, boycott)
    days = work.policy.boycott.answer_days
    boycott.warned_by, boycott.warned_at = work.actor.person_id, work.now
    boycott.answer_days = days
    transition(
        work, boycott, "warn", answer_days=days, policy=work.policy.number,
        ground=boycott.ground, named=len(evidence.named),
    )  # fmt: skip
    case = replace(case_of(work, boycott), evidence=evidence)
    letter = warning(case, answer_days=days, longest=work.policy.boycott.max_term)
    tell_accounts(work, boycott, "warn", letter)
    return boycott


def impose(
    work: UnitOfWork,
    boycott_id: int,
    *,
    why: str,
    term_days: int,
    takes_urgency: bool = False,
    milder: str = "",
    expected: int | None = None,
) -> Boycott:
    """Put the boycott in force from now, for a term in days. Graded claims are counted anew, as
    graded now, and open complaints of all accounts of the party are held for a look, and go to the
    lane.

    `takes_urgency` says that the imposer read the reason why the gravity cannot wait, which another
    person recorded, and takes it.

    Refuses with: wrong-state; forbidden; second-person-needed, when the actor proposed it;
    one-let-in-the-other; answer-period-runs; nobody-to-judge-appeal; too-few-graded;
    warning-names-nothing; ground-not-shown; warning-heeded-so-far; flag-unsupported;
    term-out-of-bounds; invalid-request; stale.
    Source: DSA Art. 23(2), (3).
    """
    boycott = lock_for_step(work, boycott_id, IMPOSE, expected=expected)
    why = IMPOSE.stated(why)
    term = require_term_within(work.policy.boycott, term_days)
    # As it was graded: a claim that is opened again later leaves it no more.
    boycott.sample = boycotts.sample_of(work, boycott)
    # Before it is counted anew: the numbers of the policy by which it was warned hold too.
    conduct = require_grounds(work, boycott, takes_urgency=takes_urgency)
    recount(work, boycott)
    is_urgent = takes_urgency and boycott.urgent_reason is not None
    evidence = name_claims(work, boycott, NamedFor.IMPOSITION)
    boycott.imposed_by, boycott.imposed_at = work.actor.person_id, work.now
    boycott.milder = milder.strip() or None
    boycott.urgent_taken = is_urgent
    urgent = boycott.urgent_reason or "" if is_urgent else ""
    boycott.starts_at, boycott.ends_at = work.now, work.now + term
    boycott.treatments = work.policy.law.treatments(Ground(boycott.ground))
    transition(
        work, boycott, "impose", why="\n".join(filter(None, (why, urgent))),
        term_days=term_days, after_warning=conduct.number, urgent=boycott.urgent_taken,
        manifestly_unfounded=boycott.manifestly_unfounded, policy=work.policy.number,
        treatments=boycott.treatments,
    )  # fmt: skip
    accounts = parties.accounts(work.session, boycott.filer_id)
    holds.hold_open(work, accounts, boycott)
    lanes.give_lane(work, accounts, boycott)
    case = replace(case_of(work, boycott), evidence=evidence)
    letter = imposed(
        case, why=why, ends_at=boycott.ends_at, appeal_by=last_day_to_appeal(work.now),
        urgent=urgent, milder=boycott.milder or "",
    )  # fmt: skip
    tell_accounts(work, boycott, "impose", letter)
    tell_clients(work, boycott)
    return boycott


def record_urgency(
    work: UnitOfWork, boycott_id: int, *, why: str, expected: int | None = None
) -> Boycott:
    """Record why the gravity cannot wait for more to be filed after the warning. A later reason
    takes the place of the earlier one; both stay in the ledger.

    Refuses with: not-found; invalid-request, without a reason; wrong-state, before the warning and
    once it is imposed or over; second-person-needed and one-let-in-the-other, for who took a letter
    of the case out; held; stale.
    """
    boycott = lock_for_step(work, boycott_id, RECORD_URGENCY, expected=expected)
    why = RECORD_URGENCY.stated(why)
    if boycott.state not in WARNED:
        raise Refusal(
            "wrong-state",
            _(
                "This boycott is “%(state)s”: why it cannot wait is recorded between the warning "
                "and the decision.",
                state=label("state", boycott.state),
            ),
            state=boycott.state,
        )
    boycott.urgent_reason, boycott.urgent_at = why, work.now
    boycott.urgent_by = work.actor.person_id
    ledger.record(work, "record_urgency", "boycott", boycott.id, why=why)
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
