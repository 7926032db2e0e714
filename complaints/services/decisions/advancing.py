"""Brings a claim of a test instance to an outcome, or lets one of its clocks fall due now.

Each step is taken by the verb of whoever takes it: the filer, the seller, a test person of staff,
the clock. What follows from it, events, letters, orders, follows as it would. There is no other way
to move a claim here, and no door to this but on a test instance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from complaints.base.errors import Refusal
from complaints.models import Appeal, Claim, Clock, Installation
from complaints.queries.decisions import appeals as appeal_queries
from complaints.queries.decisions import claims as claim_queries
from complaints.queries.law import clocks as running_clocks
from complaints.queries.logins import people as people_queries
from complaints.queries.sellers import counter_notices
from complaints.rules import actors
from complaints.rules.actors import SYSTEM, ActorKind, PersonRole
from complaints.rules.decisions.advancing import Goal, Standing, goals_from, side_of, way
from complaints.rules.decisions.reasons import ON_APPEAL, REASONS
from complaints.rules.kinds import Basis, Side
from complaints.rules.law.clocks import RUNS
from complaints.rules.law.regimes import ClockKind, ClockStep
from complaints.rules.law.restoration import clock_of
from complaints.rules.sellers.made_up_answers import made_up_answer
from complaints.services.decisions import appeals, claims
from complaints.services.decisions.claims.holding import lock_claim
from complaints.services.decisions.claims.ringing import take_end_step
from complaints.services.law import clocks
from complaints.services.logins import people
from complaints.services.mailing import outbox
from complaints.storage.vault import Vault
from complaints.words import Listed
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import UnitOfWork

# Who decides, and who judges an appeal against that: a second person.
DECIDER: Final = "test-decider"
JUDGE: Final = "test-judge"
_NOTE: Final = "Advanced on a test instance."
_TO_COMPLETE: Final = timedelta(days=7)


def advance(work: UnitOfWork, claim_id: int, goal: Goal, *, vault: Vault) -> None:
    """Bring a claim that the actor may see to an outcome, by the fewest steps that lead there.

    Refuses with: not-found; wrong-state, with the `outcomes` that are possible; decision-pending,
    and what a decision is refused with.
    """
    claim = _locked(work, claim_id)
    standing = _standing(work, claim)
    steps = way(standing, goal)
    if steps is None:
        can = [str(each) for each in goals_from(standing)]
        raise Refusal(
            "wrong-state",
            _(
                "This claim is “%(state)s” and cannot be brought to “%(goal)s”. Possible: %(can)s.",
                state=label("state", claim.state),
                goal=str(goal),
                can=Listed(can, "or") if can else "–",
            ),
            state=claim.state,
            outcomes=can,
        )
    stage = _Stage(work, claim, vault)
    for step in steps:
        _STEPS[step](stage, step)


def fall_due(work: UnitOfWork, claim_id: int, kind: ClockKind) -> None:
    """Let a clock of a claim, or of an appeal about it, be over now: what its end does follows.

    Refuses with: not-found; wrong-state, where no such clock runs, with the `clocks` that do.
    """
    _end_clock(work, _locked(work, claim_id, while_decided=True), (kind,))


@dataclass(frozen=True, slots=True)
class _Stage:
    """The claim, and its parties as they act on it."""

    work: UnitOfWork
    claim: Claim
    vault: Vault

    @property
    def filer(self) -> UnitOfWork:
        return self.work.by(actors.filer(self.claim.filer_id))

    @property
    def seller(self) -> UnitOfWork:
        return self.work.by(actors.seller(outbox.seller_of(self.claim)))

    def staff(self, handle: str) -> UnitOfWork:
        """Return the work of a test person, who is added where nobody was advanced before."""
        known = people_queries.find_owner(self.work.session, ActorKind.PERSON, handle)
        role = PersonRole.SUPERVISOR
        if known is None:
            by = self.work.by(SYSTEM)
            known = people.add_person(by, handle=handle, name=handle, role=role).id
        return self.work.by(actors.person(known, role))

    def reason(self, *decisions: str) -> str:
        """Return the first reason that fits one of these decisions about the claim."""
        basis = Basis(claim_queries.complaint_of(self.work.session, self.claim).basis)
        return next(
            each.code for each in REASONS
            if each.by_hand and any(each.fits(decision, basis) for decision in decisions)
        )  # fmt: skip


def _locked(work: UnitOfWork, claim_id: int, *, while_decided: bool = False) -> Claim:
    claim_queries.require_visible(claim_queries.on_side_of(work, claim_id), claim_id)
    # One claim after the other: a way is several steps long, and two of them would wait for what
    # the other holds. So too each test person is added once.
    work.session.execute(select(Installation.id).with_for_update())
    return lock_claim(work.by(SYSTEM), claim_id, None, while_decided=while_decided)


def _standing(work: UnitOfWork, claim: Claim) -> Standing:
    law = running_clocks.law_of(work, claim)
    back = clock_of(law, listing_down=True)
    rule = law.clock(back) if back is not None else None
    rows = work.session.scalars(select(Appeal).where(Appeal.claim_id == claim.id)).all()
    return Standing(
        claim.state,
        claim.listing_down,
        restores=rule is not None and rule.step is ClockStep.RESTORE,
        appealed=frozenset(Side(row.side) for row in rows),
        waits=any(row.state == "filed" for row in rows),
    )


def _ask(stage: _Stage, _step: str) -> None:
    due = stage.work.now + _TO_COMPLETE
    claims.ask_filer(stage.staff(DECIDER), stage.claim.id, what=_NOTE, answer_due=due)


def _complete(stage: _Stage, _step: str) -> None:
    claims.complete(stage.filer, stage.claim.id, note=_NOTE)


def _lapse(stage: _Stage, _step: str) -> None:
    _end_clock(stage.work, stage.claim, (ClockKind.COMPLETE,))


def _decide(stage: _Stage, step: str) -> None:
    heard = running_clocks.running(stage.work.session, stage.claim.id, ClockKind.HEAR)
    if step == "take_down" and heard:
        # The seller is asked to answer first, and says nothing.
        _end_clock(stage.work, stage.claim, (ClockKind.HEAR,))
    claims.decide(
        stage.staff(DECIDER), stage.claim.id, decision=step, code=stage.reason(step), note=_NOTE
    )


def _gone(stage: _Stage, _step: str) -> None:
    claims.gone(stage.seller, stage.claim.id, note=_NOTE)


def _counter(stage: _Stage, _step: str) -> None:
    about = [stage.claim.id]
    required = counter_notices.requirements_of(stage.seller, stage.claim.complaint_id, about)
    answer = made_up_answer([text.code for text in required.texts])
    claims.counter(stage.seller, about, answer, vault=stage.vault)


def _restore(stage: _Stage, _step: str) -> None:
    _end_clock(stage.work, stage.claim, (ClockKind.RESTORE, ClockKind.WAIT))


def _withdraw(stage: _Stage, _step: str) -> None:
    claims.withdraw(stage.filer, stage.claim.id, reason=_NOTE)


def _take_up(stage: _Stage, _step: str) -> None:
    claims.take_up(stage.staff(DECIDER), stage.claim.id, reason=_NOTE)


def _discard(stage: _Stage, _step: str) -> None:
    claims.discard(stage.staff(DECIDER), stage.claim.id, reason=_NOTE)


def _appeal(stage: _Stage, _step: str) -> None:
    side = side_of(stage.claim.state)
    assert side is not None
    work = stage.filer if side is Side.FILER else stage.seller
    appeals.file(work, stage.claim.id, side=side, grounds=_NOTE)


def _judge(stage: _Stage, step: str) -> None:
    of_claim = select(Appeal).where(Appeal.claim_id == stage.claim.id, Appeal.state == "filed")
    appeal = stage.work.session.scalars(of_claim).one()
    code = stage.reason(step, ON_APPEAL[Side(appeal.side), step])
    appeals.decide(stage.staff(JUDGE), appeal.id, decision=step, code=code, note=_NOTE)


_STEPS: Final[Mapping[str, Callable[[_Stage, str], None]]] = {
    "ask": _ask,
    "complete": _complete,
    "lapse": _lapse,
    **dict.fromkeys(("take_down", "reject", "stand", "reinstate"), _decide),
    "gone": _gone,
    "counter": _counter,
    "restore": _restore,
    "withdraw": _withdraw,
    "take_up": _take_up,
    "discard": _discard,
    "appeal": _appeal,
    **dict.fromkeys(("uphold", "overturn"), _judge),
}


def _end_clock(work: UnitOfWork, claim: Claim, kinds: tuple[ClockKind, ...]) -> None:
    alive = _alive(work, claim)
    named = next((clock for clock in alive if clock.kind in kinds), None)
    if named is None:
        can = sorted({clock.kind for clock in alive})
        raise Refusal(
            "wrong-state",
            _(
                "No such clock runs on this claim, which is “%(state)s”. Those that run: %(can)s.",
                state=label("state", claim.state),
                can=Listed(can, "and") if can else "–",
            ),
            state=claim.state,
            clocks=can,
        )
    clock = running_clocks.lock_clock(work.session, named.id)
    clocks.bring_forward(work.by(SYSTEM), clock)
    take_end_step(work.by(SYSTEM), [clock])


def _alive(work: UnitOfWork, claim: Claim) -> list[Clock]:
    """Return the clocks that run on a claim, and on appeals about it."""
    about = select(Appeal.id).where(Appeal.claim_id == claim.id, Appeal.state == "filed")
    judging = appeal_queries.judging(work.session, work.session.scalars(about).all())
    own = running_clocks.running(work.session, claim.id)
    return [*own, *(clock for clock in judging.values() if clock.state in RUNS)]
