"""What the steps of the ladder share: the row locked and up to date, the count, the letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from complaints.errors import Refusal
from complaints.links import PLACE
from complaints.models import Appeal, Boycott, Filer, RightsHolder
from complaints.queries import boycotts, grants, joinings, parties
from complaints.rules.actors import SYSTEM
from complaints.rules.boycotts import BINDING, BOYCOTT, FourFactors
from complaints.rules.machines import barred
from complaints.rules.reasons import TERM_OVER
from complaints.rules.ties import require_apart as refuse_earlier
from complaints.services import holds, leases, outbox, taking_up
from complaints.services.move import locked, move
from complaints.words import Message
from complaints.words import message as _
from complaints.words.letters import Letter
from complaints.words.letters.boycotts import Case, expired
from complaints.words.letters.together import bound_too, over_too, warned_too
from complaints.work import Work

# What other accounts of the party are told, by the letter that the boycott's own account gets.
TOO: dict[str, tuple[str, Callable[..., Letter]]] = {
    "boycott_warning": ("party_warned", warned_too),
    "boycott_imposed": ("party_bound", bound_too),
    "boycott_dropped": ("party_freed", over_too),
    "boycott_heeded": ("party_freed", over_too),
    "boycott_lifted": ("party_freed", over_too),
    "boycott_expired": ("party_freed", over_too),
}


def held(work: Work, boycott_id: int, *, expected: int | None) -> Boycott:
    """Return the boycott, locked, after the steps that the clock would have taken by now.

    A warning past its date lapses here, and a boycott past its term expires, where no job has done
    so yet. Refuses with: not-found; stale; one-let-in-the-other; held, while a colleague works on
    it; forbidden, for another account of the party: the answer and the appeal are of the account
    that the letters went to.
    """
    # This comes first, because “stale” would tell a stranger that there is such a boycott.
    boycotts.require_visible(work, boycott_id)
    boycott = locked(work.session, Boycott, boycott_id, expected=expected)
    _require_own(work, boycott)
    grants.require_untied(work, boycott.filer_id)
    leases.keep(work, "boycott", boycott_id)
    settle(work, boycott)
    return boycott


def _require_own(work: Work, boycott: Boycott) -> None:
    if not boycotts.is_own(work, boycott):
        raise Refusal(
            "forbidden",
            _(
                "This was decided about another account that yours is counted together with; that "
                "account answers and appeals. If you have nothing to do with it, appeal against "
                "being counted together with it."
            ),
        )


def require_apart(work: Work, boycott: Boycott, event: str, what: Message) -> None:
    """Refuses with: second-person-needed, where the actor took a part that bars from this step;
    one-let-in-the-other, where it counts as one person with somebody who did."""
    earlier = barred(BOYCOTT, boycott.state, event, boycotts.parts(work.session, boycott))
    refuse_earlier(work.actor, earlier, grants.ties(work.session), what)


def settle(work: Work, boycott: Boycott) -> None:
    """Take the step of the clock that is due for this row, where there is one."""
    if boycott.state == "warned" and _is_over(boycott.answer_due, work.now):
        move(work.by(SYSTEM), boycott, "lapse")
    if boycott.state in BINDING and _is_over(boycott.ends_at, work.now):
        _expire(work, boycott)


def _is_over(until: datetime | None, now: datetime) -> bool:
    return until is not None and until <= now


def _expire(work: Work, boycott: Boycott) -> None:
    boycott.ended_at = boycott.ends_at
    boycott.end_reason = str(TERM_OVER)
    move(work.by(SYSTEM), boycott, "expire")
    free(work.by(SYSTEM), boycott)
    filed = select(Appeal).where(Appeal.boycott_id == boycott.id, Appeal.state == "filed")
    appeal = work.session.scalar(filed.with_for_update())
    if appeal is not None:
        appeal.decided_at = work.now
        move(work.by(SYSTEM), appeal, "expire")
    kept = boycotts.count_kept(work.session, boycott.id)
    letter = expired(case_of(work, boycott), kept=kept)
    tell(work, boycott, "boycott_expired", letter)


def free(work: Work, boycott: Boycott) -> None:
    """End the holds of open complaints that rested on a boycott which is over, and let what came
    last while it bound wait like any other."""
    accounts = parties.accounts(work.session, boycott.filer_id)
    holds.release_freed(work, accounts, boycott.id)
    taking_up.give_clocks(work, boycott.id, accounts)


def recount(work: Work, boycott: Boycott) -> None:
    """Write the graded claims of the policy's window into the boycott."""
    factors, since = counted(work, boycott)
    boycott.policy_number = work.policy.number
    boycott.window_from, boycott.window_to = since, work.now
    boycott.manifestly_unfounded = factors.manifestly_unfounded
    boycott.graded_otherwise = factors.graded_otherwise
    boycott.ungraded = factors.ungraded


def counted(work: Work, boycott: Boycott) -> tuple[FourFactors, datetime]:
    """Return the four factors as counted now, and the start of their window."""
    since = work.now - timedelta(days=work.policy.boycott.window)
    counts = boycotts.count_factors(
        work.session, boycott.filer_id, boycott.rights_holder_id, since=since, until=work.now
    )
    return FourFactors(**counts, gravity=boycott.gravity, intention=boycott.intention), since


def factors_of(boycott: Boycott) -> FourFactors:
    """Return the four factors as stored in the row."""
    return FourFactors(
        boycott.manifestly_unfounded,
        boycott.graded_otherwise,
        boycott.ungraded,
        boycott.gravity,
        boycott.intention,
    )


def case_of(work: Work, boycott: Boycott) -> Case:
    """Return what every letter of this boycott states."""
    principal = None
    if boycott.rights_holder_id is not None:
        principal = work.session.get_one(RightsHolder, boycott.rights_holder_id).name
    stops, passes = boycotts.laws_of(work, boycott)
    return Case(
        filer=work.session.get_one(Filer, boycott.filer_id).name,
        principal=principal,
        reasons=boycott.reasons,
        factors=factors_of(boycott),
        window_from=boycott.window_from,
        window_to=boycott.window_to,
        link=PLACE,
        page=work.links.page(f"/standing/cases/{boycott.id}"),
        stops=stops,
        passes=passes,
    )


def tell(work: Work, boycott: Boycott, kind: str, letter: Letter) -> None:
    """Put a letter to the boycott's filer into the outbox, and a short one to each other account
    of its party where what holds for that account changes."""
    outbox.write(work, kind, letter, filer_id=boycott.filer_id, boycott_id=boycott.id)
    if kind in TOO:
        _tell_others(work, boycott, *TOO[kind])


def _tell_others(work: Work, boycott: Boycott, kind: str, letter: Callable[..., Letter]) -> None:
    case = case_of(work, boycott)
    for account_id in parties.accounts(work.session, boycott.filer_id):
        joining = joinings.newest_of(work.session, account_id)
        if account_id == boycott.filer_id or joining is None:
            continue
        account = work.session.get_one(Filer, account_id)
        page = work.links.page(f"/standing/joinings/{joining.id}")
        theirs = replace(case, filer=account.name, link=PLACE, page=page)
        outbox.write(
            work, kind, letter(theirs, ends_at=boycott.ends_at), filer_id=account_id,
            joining_id=joining.id,
        )  # fmt: skip
