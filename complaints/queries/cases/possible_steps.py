"""By which events a person could move a case now, for the buttons of its page and for the API."""

from __future__ import annotations

from collections.abc import Callable

from complaints.queries.decisions.judges import Bench
from complaints.rules.actors import Actor, Role
from complaints.rules.acts import Bar
from complaints.rules.logins.ties import filer_node
from complaints.rules.machines import Machine, Parts, kept_apart


def find_possible_events(
    actor: Actor,
    machine: Machine,
    state: str,
    *filers: int,
    bench: Bench,
    parts: Callable[[], Parts],
    is_barred: Callable[[Bar], bool],
) -> tuple[str, ...]:
    """Return the events that the state, the role, an earlier part and the bars leave.

    `filers` are those of the case, `parts` who took a part so far: read only where a step asks.
    `is_barred` says which bars stand in the way; what a person can clear at once, as a colleague's
    lease, is said when the step is taken. None is for the operator, whose commands read: the steps
    of the system are the clock's.
    """
    if actor.role is Role.CLOCK:
        return ()
    if actor.person_id in bench.ties.with_tied([filer_node(each) for each in filers]):
        return ()
    steps = [step for step in machine.steps_from(state) if actor.role in step.by]
    taken = parts() if any(step.apart_from for step in steps) else {}
    free = (
        step.event
        for step in steps
        if actor.person_id not in bench.ties.with_tied(kept_apart(step, taken))
        and not (step.act and any(is_barred(bar) for bar in step.act.bars))
    )
    return tuple(dict.fromkeys(free))
