"""Whether a step of a case may be taken now, as its record says. Ground of the services.

A service locks its row, and asks here before it writes anything: who acts, the state, who took an
earlier part, and each bar that the record names. Nothing is written here but that a lease which the
actor holds goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from complaints.base.errors import Refusal
from complaints.models import Appeal, Boycott, Flag, Joining, Suspension
from complaints.queries.cases import boycotts, case_appeals, joinings, suspensions
from complaints.queries.decisions import judges
from complaints.queries.findings import readings
from complaints.queries.logins import grants
from complaints.queries.sellers import marketplaces
from complaints.rules.actors import Role, require_judge, require_staff
from complaints.rules.acts import Act, Bar
from complaints.rules.cases import suspensions as seller_rules
from complaints.rules.cases.boycotts import (
    APPEALED,
    JUDGES,
    SUPERVISOR,
    require_answer_period_over,
    require_judge_left,
    require_no_appeal_waits,
    require_over,
    require_support,
    require_time_left,
)
from complaints.rules.cases.case_appeals import (
    appeal_ends_at,
    require_appeal_open,
    require_ground_not_awaited,
)
from complaints.rules.cases.conduct import require_sample_graded
from complaints.rules.cases.grounds import Ground
from complaints.rules.logins.ties import Ties, filer_node, require_apart, require_untied
from complaints.rules.machines import (
    Machine,
    Parts,
    allowed,
    events_open_to,
    kept_apart,
    require_transition,
)
from complaints.services.cases import rings
from complaints.services.move import MACHINES
from complaints.services.staff import leases
from complaints.words import Message
from complaints.words import message as _
from complaints.words.labels import label
from complaints.work import UnitOfWork

Case = Flag | Boycott | Joining | Suspension


def require_actor(work: UnitOfWork, machine: Machine, act: Act) -> None:
    """Refuses with: not-found, for whom there is no such step at all; before a row is looked for.

    The step of a side is open to all: what it may see, its questions say.
    """
    roles = machine.roles_of(act)
    if roles & {Role.FILER, Role.SELLER}:
        return
    if Role.COUNSEL in roles:
        require_judge(work.actor)
    else:
        require_staff(work.actor)


def require_step(work: UnitOfWork, case: Case, act: Act, event: str | None = None) -> None:
    """Ask everything that can stand in the way of an act. The caller has locked the row.

    `event` is the step that it takes, where that is not the act's name. Refuses with:
    one-let-in-the-other; wrong-state; forbidden; second-person-needed; and as the act's bars say.
    """
    _ask_all(work, case, act, event or act.name, ASKED)


def foresee_step(work: UnitOfWork, case: Case, act: Act, event: str) -> None:
    """Ask the same before the act is taken, and lock and write nothing: a lease that the actor
    holds does not go on. Refuses with: as `require_step`."""
    _ask_all(work, case, act, event, FORESEEN)


def _ask_all(
    work: UnitOfWork,
    case: Case,
    act: Act,
    event: str,
    asked: Mapping[Bar, Callable[[UnitOfWork, Any], None]],
) -> None:
    ties = grants.ties(work.session)
    require_untied(work.actor, [filer_node(each) for each in _filers(work, case)], ties)
    machine = MACHINES[type(case)]
    if Bar.TIME_OVER in act.bars and case.state == "warned":
        # The state says that it is too early, the bar also why, and until when.
        asked[Bar.TIME_OVER](work, case)
    if machine.steps_of(act):
        _require_table(work, machine, case, act, event, ties)
    for bar in act.bars:
        asked[bar](work, case)


def _require_table(
    work: UnitOfWork, machine: Machine, case: Case, act: Act, event: str, ties: Ties
) -> None:
    require_transition(machine, case.state, event, work.actor.role)
    step = allowed(machine, case.state, event)
    assert step is not None
    if step.act != act:
        can = events_open_to(machine, case.state, work.actor.role)
        raise Refusal("wrong-state", _of_appeal(machine, case), state=case.state, possible=can)
    if step.apart_from:
        assert act.second is not None
        earlier = kept_apart(step, _parts(work, case))
        require_apart(work.actor, earlier, ties, act.second)


def _of_appeal(machine: Machine, case: Case) -> Message:
    """Return why the same event is another act now: an appeal waits, or none does."""
    noun = label("noun", machine.noun)
    if case.state in APPEALED:
        return _("An appeal against this %(noun)s is waiting: decide the appeal.", noun=noun)
    return _(
        "This %(noun)s is “%(state)s”: no appeal waits for a decision.",
        noun=noun,
        state=label("state", case.state),
    )


def _lease(work: UnitOfWork, case: Case) -> None:
    leases.renew_lease(work, MACHINES[type(case)].noun, case.id)


def _ring_lease(work: UnitOfWork, case: Flag | Boycott) -> None:
    rings.renew_ring_lease(work, case.filer_id)


def _not_held(work: UnitOfWork, case: Case) -> None:
    leases.require_not_held(work, MACHINES[type(case)].noun, case.id)


def _ring_not_held(work: UnitOfWork, case: Flag | Boycott) -> None:
    rings.require_ring_not_held(work, case.filer_id)


def _own_account(work: UnitOfWork, case: Boycott) -> None:
    """The answer and the appeal are of the account that the letters went to."""
    if not boycotts.is_own(work, case):
        raise Refusal(
            "forbidden",
            _(
                "This was decided about another account that yours is counted together with; that "
                "account answers and appeals. If you have nothing to do with it, appeal against "
                "being counted together with it."
            ),
        )


def _one_side(work: UnitOfWork, case: Flag | Boycott | Joining) -> None:
    marketplaces.require_one_side(work, case.filer_id)


def _in_time(work: UnitOfWork, case: Boycott | Suspension) -> None:
    require_time_left(case.state, case.answer_due, case.answer_closed_at, work.now)


def _time_over(work: UnitOfWork, case: Boycott | Suspension) -> None:
    if isinstance(case, Suspension):
        given = case.measure, case.answer_due, case.answer_closed_at, work.now
        seller_rules.require_answer_period_over(*given)
        return
    require_answer_period_over(case.answer_due, case.answer_closed_at, work.now)


def _judge_left(work: UnitOfWork, case: Boycott | Joining | Suspension) -> None:
    """Somebody must be left to judge the appeal, once the actor has decided."""
    earlier = [person for persons in _parts(work, case).values() for person in persons]
    bench = judges.Bench.of(work, SUPERVISOR if isinstance(case, Suspension) else JUDGES)
    left = bench.is_left([*earlier, work.actor.person_id], *_filers(work, case))
    require_judge_left(left=left)


def _carried(work: UnitOfWork, case: Boycott) -> None:
    """Whoever carried a letter of the case takes no further part in it."""
    carriers = _parts(work, case)["deliverer"]
    require_apart(work.actor, carriers, grants.ties(work.session), _("This step of the case"))


def _supported(work: UnitOfWork, case: Boycott) -> None:
    """The newest scan supports the case's flag, or the actor recorded why the case goes on."""
    reading = readings.of_boycotts(work.session, [case]).get(case.id)
    stood_by = reading is not None and reading.is_stood_by(work.actor.person_id)
    require_support(supported=reading is None, stood_by=stood_by)


def _sampled(work: UnitOfWork, case: Boycott) -> None:
    """A person has graded the claims that were drawn at the proposal."""
    require_sample_graded(Ground(case.ground), boycotts.sample_left(work, case))


def _appeal_of(work: UnitOfWork, case: Boycott | Joining | Suspension) -> Appeal | None:
    """Return the appeal of the account that acts: a joining concerns several."""
    account = joinings.account_of(work, case) if isinstance(case, Joining) else None
    return case_appeals.appeal_of_case(work.session, case, account.id if account else None)


def _appeal_open(work: UnitOfWork, case: Boycott | Joining | Suspension) -> None:
    """There is no appeal yet and its time is not over, or the filer is asked for its ground."""
    filed = _appeal_of(work, case)
    until = None
    if isinstance(case, Boycott):
        until = boycotts.appeal_until(work.session, case)
    elif isinstance(case, Suspension) and case.imposed_at is not None:
        until = appeal_ends_at(case.imposed_at, None)
    require_appeal_open(
        case.state,
        until,
        is_filed=filed is not None,
        ground_until=filed.ground_due if filed is not None else None,
        now=work.now,
    )


def _ground_awaited(work: UnitOfWork, case: Boycott | Joining) -> None:
    if isinstance(case, Joining):
        filed = case_appeals.next_to_decide(
            case_appeals.appeals_of_joining(work.session, case), work.now
        )
    else:
        filed = case_appeals.appeal_of_case(work.session, case)
    require_ground_not_awaited(filed.ground_due if filed is not None else None, work.now)


def _binds_still(_work: UnitOfWork, case: Boycott) -> None:
    require_over(case.state)


def _appeal_waits(_work: UnitOfWork, case: Boycott) -> None:
    require_no_appeal_waits(case.state)


# Some bars are of boycotts alone: a test holds that no other noun's record names them.
ASKED: Mapping[Bar, Callable[[UnitOfWork, Any], None]] = {
    Bar.LEASE: _lease,
    Bar.RING_LEASE: _ring_lease,
    Bar.OWN_ACCOUNT: _own_account,
    Bar.ONE_SIDE: _one_side,
    Bar.IN_TIME: _in_time,
    Bar.TIME_OVER: _time_over,
    Bar.JUDGE_LEFT: _judge_left,
    Bar.CARRIED: _carried,
    Bar.SUPPORTED: _supported,
    Bar.SAMPLED: _sampled,
    Bar.APPEAL_OPEN: _appeal_open,
    Bar.GROUND_AWAITED: _ground_awaited,
    Bar.BINDS_STILL: _binds_still,
    Bar.APPEAL_WAITS: _appeal_waits,
}
# Nobody works on a case by reading what a step would send.
FORESEEN: Mapping[Bar, Callable[[UnitOfWork, Any], None]] = {
    **ASKED,
    Bar.LEASE: _not_held,
    Bar.RING_LEASE: _ring_not_held,
}


def _filers(work: UnitOfWork, case: Case) -> Sequence[int]:
    if isinstance(case, Suspension):
        return suspensions.filers_of(work.session, case.id)
    if isinstance(case, Joining):
        return case.filer_id, case.other_id
    return (case.filer_id,)


def _parts(work: UnitOfWork, case: Case) -> Parts:
    """Return the persons who took each part so far; of a flag nobody's part bars from anything."""
    if isinstance(case, Boycott):
        return boycotts.boycott_parts(work.session, case)
    if isinstance(case, Suspension):
        return suspensions.suspension_parts(work.session, case)
    return joinings.joining_parts(work.session, case) if isinstance(case, Joining) else {}
