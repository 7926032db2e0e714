"""The routes by which steps of a case are taken, made from their records (`rules/acts.py`).

A route says of itself what its record says: who may call it, what it takes, which problems it can
answer with. It calls the service's verb, and answers with the case as it is then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema

from complaints.http.endpoint import Blueprint, Call, endpoint
from complaints.rules.actors import Role, Scope
from complaints.rules.acts import PROBLEMS, Act
from complaints.rules.machines import Machine
from complaints.rules.staff.door_bars import IN_ITS_RECORD
from complaints.schemas.acts import body_of

# Problems that every route of the API names by itself.
OF_EVERY_STEP = frozenset({"forbidden", "wrong-state"})


def scopes_of(machine: Machine, act: Act) -> tuple[Scope, ...]:
    """Return the scopes of a key that does this: one of them is needed."""
    roles = machine.roles_of(act)
    if Role.FILER in roles:
        return (Scope.FILE, Scope.FILE_ON_BEHALF)
    if Role.COUNSEL in roles:
        return (Scope.REVIEW, Scope.JUDGE_APPEALS)
    return (Scope.REVIEW,)


def problems_of(machine: Machine, act: Act) -> set[str]:
    """Return the problems that this act can be refused with, beside those of every step."""
    apart = any(step.apart_from for step in machine.steps_of(act))
    second = {"second-person-needed"} if apart else set()
    # Whoever is tied with a filer of the case takes no step of it; a filer steps for itself.
    tied = set() if Role.FILER in machine.roles_of(act) else {"one-let-in-the-other"}
    return {PROBLEMS[bar] for bar in act.bars} - OF_EVERY_STEP | second | tied | set(act.refuses)


def add_routes(
    blp: Blueprint,
    machine: Machine,
    verbs: Mapping[Act, Callable[..., object]],
    *,
    read: Callable[[Call, int], object],
    answer: type[Schema],
) -> None:
    """Add `POST /NOUNs/ID/STEP` for each act; `read` shows the case afterwards, as `answer`."""
    for act, verb in verbs.items():
        _add_route(blp, machine, act, verb, read, answer)


def _add_route(
    blp: Blueprint,
    machine: Machine,
    act: Act,
    verb: Callable[..., object],
    read: Callable[[Call, int], object],
    answer: type[Schema],
) -> None:
    name = f"{machine.noun}_id"

    def take(call: Call, *sent: dict[str, Any], **path: int) -> object:
        # The body comes first, where the step takes one.
        values = sent[0] if sent else {}
        verb(call.work, path[name], **values, expected=call.expected)
        return read(call, path[name])

    # The route is known by the act's name, and described by what is said of it.
    take.__name__, take.__doc__ = act.name, act.about
    endpoint(
        blp,
        "POST",
        f"/{machine.noun}s/<id:{name}>/{act.path or act.name}",
        scopes=scopes_of(machine, act),
        body=body_of(act),
        answer=answer,
        refuses=problems_of(machine, act),
        matches=True,
        bars=IN_ITS_RECORD,
    )(take)
