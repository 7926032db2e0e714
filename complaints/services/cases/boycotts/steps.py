"""What the steps of the ladder share: how one begins, the count, the letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from complaints.models import Boycott, Filer, RightsHolder
from complaints.queries.cases import boycotts, joinings, parties
from complaints.rules.actors import SYSTEM
from complaints.rules.acts import Act
from complaints.rules.cases.boycotts import BINDING, BOYCOTT, FourFactors
from complaints.rules.cases.case_reasons import Part, part_in_words
from complaints.rules.decisions.reasons import TERM_OVER
from complaints.services.cases import case_steps, holds, warnings
from complaints.services.cases.bound import find_bound
from complaints.services.law import raised_proof
from complaints.services.mailing import outbox
from complaints.services.move import lock_row, transition
from complaints.storage.links import PLACE
from complaints.words.letters import Letter
from complaints.words.letters.boycotts import Case, expired
from complaints.words.letters.together import bound_too, over_too, warned_too
from complaints.words.terms import BOYCOTT as CLAUSE
from complaints.work import UnitOfWork

# What other accounts of the party are told, by the letter that the boycott's own account gets.
TOO: dict[str, tuple[str, Callable[..., Letter]]] = {
    "boycott_warning": ("party_warned", warned_too),
    "boycott_imposed": ("party_bound", bound_too),
    "boycott_dropped": ("party_freed", over_too),
    "boycott_heeded": ("party_freed", over_too),
    "boycott_lifted": ("party_freed", over_too),
    "boycott_expired": ("party_freed", over_too),
}


def lock_for_step(
    work: UnitOfWork,
    boycott_id: int,
    act: Act,
    *,
    event: str | None = None,
    expected: int | None = None,
) -> Boycott:
    """Return the boycott, locked, once nothing stands in the way of the act.

    The steps that the clock would have taken by now are taken first: a warning that did not come
    back is delivered here, one past its date lapses, and a boycott past its term expires, where no
    job has done so yet. Refuses with:
    not-found; stale; and as `case_steps.require_step` does.
    """
    case_steps.require_actor(work, BOYCOTT, act)
    # This comes first, because “stale” would tell a stranger that there is such a boycott.
    boycotts.require_visible(work, boycott_id)
    boycott = lock_row(work.session, Boycott, boycott_id, expected=expected)
    take_due_step(work, boycott)
    case_steps.require_step(work, boycott, act, event)
    return boycott


def take_due_step(work: UnitOfWork, boycott: Boycott) -> None:
    """Take the steps of the clock that are due for this row, where there are any."""
    warnings.deliver_if_due(work, boycott)
    if boycott.state == "warned" and _is_over(boycott.answer_due, work.now):
        transition(work.by(SYSTEM), boycott, "lapse")
    if boycott.state in BINDING and _is_over(boycott.ends_at, work.now):
        _expire(work, boycott)


def _is_over(until: datetime | None, now: datetime) -> bool:
    return until is not None and until <= now


def _expire(work: UnitOfWork, boycott: Boycott) -> None:
    boycott.ended_at = boycott.ends_at
    boycott.end_reason = str(TERM_OVER)
    transition(work.by(SYSTEM), boycott, "expire")
    end_holds(work.by(SYSTEM), boycott)
    kept = boycotts.count_kept(work.session, boycott.id)
    letter = expired(case_of(work, boycott), kept=kept, appealed=boycott.state == "contested")
    tell_accounts(work, boycott, "expire", letter)


def end_holds(work: UnitOfWork, boycott: Boycott) -> None:
    """End the holds of open complaints that rested on a boycott which is over, and treat those of
    which it asked more proof as what still binds them has it."""
    accounts = parties.accounts(work.session, boycott.filer_id)
    holds.release_freed(work, accounts, boycott.id)
    raised_proof.treat_anew(work, accounts)


def recount(work: UnitOfWork, boycott: Boycott) -> None:
    """Write the graded claims of the policy's window into the boycott."""
    factors, since = counted(work, boycott)
    boycott.policy_number = work.policy.number
    boycott.window_from, boycott.window_to = since, work.now
    boycott.manifestly_unfounded = factors.manifestly_unfounded
    boycott.graded_otherwise = factors.graded_otherwise
    boycott.ungraded = factors.ungraded


def counted(work: UnitOfWork, boycott: Boycott) -> tuple[FourFactors, datetime]:
    """Return the four factors as counted now, and the start of their window."""
    since = work.now - timedelta(days=work.policy.boycott.window)
    counts = boycotts.count_factors(
        work.session, boycott.filer_id, boycott.rights_holder_id, since=since, until=work.now
    )
    return _with_words(
        boycott,
        counts["manifestly_unfounded"],
        counts["graded_otherwise"],
        counts["ungraded"],
    ), since


def factors_of(boycott: Boycott) -> FourFactors:
    """Return the four factors as stored in the row."""
    return _with_words(
        boycott, boycott.manifestly_unfounded, boycott.graded_otherwise, boycott.ungraded
    )


def _with_words(boycott: Boycott, manifest: int, otherwise: int, ungraded: int) -> FourFactors:
    gravity = part_in_words(boycott.gravity, boycott.said, Part.GRAVITY)
    intention = part_in_words(boycott.intention, boycott.said, Part.INTENTION)
    return FourFactors(manifest, otherwise, ungraded, gravity, intention)


def case_of(work: UnitOfWork, boycott: Boycott) -> Case:
    """Return what every letter of this boycott states."""
    principal = None
    if boycott.rights_holder_id is not None:
        principal = work.session.get_one(RightsHolder, boycott.rights_holder_id).name
    return Case(
        filer=work.session.get_one(Filer, boycott.filer_id).name,
        principal=principal,
        reasons=part_in_words(boycott.reasons, boycott.said, Part.REASONS),
        factors=factors_of(boycott),
        window_from=boycott.window_from,
        window_to=boycott.window_to,
        link=PLACE,
        page=work.links.page(f"/standing/cases/{boycott.id}"),
        treatments=boycotts.treatments_of(work, boycott),
        lane_days=work.policy.law.lane_days,
        policy=boycott.policy_number,
        terms=work.links.terms(boycott.policy_number, CLAUSE),
        bound=find_bound(work, boycott.filer_id, besides=boycott.id),
    )


def tell_accounts(work: UnitOfWork, boycott: Boycott, event: str, letter: Letter) -> None:
    """Put the letter of a step to the boycott's filer into the outbox, and a short one to each
    other account of its party where what holds for that account changes."""
    kind = BOYCOTT.letter_of(event)
    outbox.write(work, kind, letter, filer_id=boycott.filer_id, boycott_id=boycott.id)
    if kind in TOO:
        _tell_others(work, boycott, *TOO[kind])


def _tell_others(
    work: UnitOfWork, boycott: Boycott, kind: str, letter: Callable[..., Letter]
) -> None:
    case = case_of(work, boycott)
    for account_id in parties.accounts(work.session, boycott.filer_id):
        joining = joinings.newest_of(work.session, account_id)
        if account_id == boycott.filer_id or joining is None:
            continue
        account = work.session.get_one(Filer, account_id)
        page = work.links.page(f"/standing/joinings/{joining.id}")
        bound = find_bound(work, account_id, besides=boycott.id)
        theirs = replace(case, filer=account.name, link=PLACE, page=page, bound=bound)
        outbox.write(
            work, kind, letter(theirs, ends_at=boycott.ends_at), filer_id=account_id,
            joining_id=joining.id,
        )  # fmt: skip
