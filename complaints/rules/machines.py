"""State machines as tables, and the one function that reads them.

A `Step` is one allowed move. Buttons, the API's refusals and the database's CHECK constraints are
all drawn from these tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from complaints.base.errors import Refusal
from complaints.rules.actors import Role
from complaints.rules.acts import STAFF, Act
from complaints.words import Listed, Message
from complaints.words import message as _
from complaints.words.labels import label

# The persons who took each part so far, by the part's name.
Parts = Mapping[str, Collection[int | None]]


@dataclass(frozen=True, slots=True)
class Step:
    """`event` leads from any state of `sources` to `target`, when done by one of `by`.

    `listing_down` limits the step to claims whose listing is down (True) or up (False). Whoever
    took a part that `apart_from` names may not take this step: a second person must. `letter` is
    the kind of the letter that tells the filer. `act` is what a person does to take the step; a
    step without one is the clock's, or is offered by pages of its own.
    """

    event: str
    sources: tuple[str, ...]
    target: str
    by: tuple[Role, ...]
    listing_down: bool | None = None
    apart_from: tuple[str, ...] = ()
    letter: str = ""
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Machine:
    """A noun's states and steps. In the states of `closed` nothing more has to happen."""

    noun: str
    first: tuple[str, ...]
    steps: tuple[Step, ...]
    closed: frozenset[str]

    @property
    def states(self) -> tuple[str, ...]:
        """All states, in the order of the table."""
        seen = dict.fromkeys(self.first)
        for step in self.steps:
            seen.update(dict.fromkeys(step.sources))
            seen[step.target] = None
        return tuple(seen)

    @property
    def events(self) -> tuple[str, ...]:
        """All events, in the order of the table."""
        return tuple(dict.fromkeys(step.event for step in self.steps))

    @property
    def acts(self) -> tuple[Act, ...]:
        """What persons do to take its steps, in the order of the table."""
        return tuple(dict.fromkeys(step.act for step in self.steps if step.act is not None))

    def steps_of(self, act: Act) -> list[Step]:
        """Return the steps that an act takes; none where it moves nothing."""
        return [step for step in self.steps if step.act == act]

    def roles_of(self, act: Act) -> frozenset[Role]:
        """Return who may do this. What moves nothing is for staff."""
        roles = {role for step in self.steps_of(act) for role in step.by}
        return frozenset(roles or STAFF)

    def offered(self, state: str, possible: Collection[str]) -> list[Act]:
        """Return the acts that take one of the `possible` events from `state`."""
        steps = [step for step in self.steps_from(state) if step.event in possible]
        return [act for act in self.acts if any(step.act == act for step in steps)]

    def letter_of(self, event: str) -> str:
        """Return the kind of the letter that tells the filer of an event."""
        return next(step.letter for step in self.steps if step.event == event)

    def steps_from(self, state: str, *, listing_down: bool | None = None) -> Iterable[Step]:
        """Yield the steps that `state` allows."""
        for step in self.steps:
            if state in step.sources and _fits(step, listing_down):
                yield step


def _fits(step: Step, listing_down: bool | None) -> bool:
    return step.listing_down is None or step.listing_down == listing_down


def allowed(
    machine: Machine, state: str, event: str, *, listing_down: bool | None = None
) -> Step | None:
    """Return the step that `event` takes from `state`, or None where there is none."""
    for step in machine.steps_from(state, listing_down=listing_down):
        if step.event == event:
            return step
    return None


def barred(machine: Machine, state: str, event: str, parts: Parts) -> frozenset[int | None]:
    """Return the persons who may not take `event` from `state`, because of an earlier part."""
    step = allowed(machine, state, event)
    return frozenset() if step is None else kept_apart(step, parts)


def kept_apart(step: Step, parts: Parts) -> frozenset[int | None]:
    """Return the persons who may not take a step, because of an earlier part."""
    return frozenset(person for part in step.apart_from for person in parts[part])


def events_open_to(
    machine: Machine, state: str, role: Role, *, listing_down: bool | None = None
) -> list[str]:
    """Return the events by which the table lets a role leave `state`, as refusals name them."""
    ways = machine.steps_from(state, listing_down=listing_down)
    return sorted({way.event for way in ways if role in way.by})


def require_transition(
    machine: Machine, state: str, event: str, role: Role, *, listing_down: bool | None = None
) -> str:
    """Return the state after `event`.

    Refuses with: wrong-state, where the table has no such step from here; forbidden, where the
    step is another role's.
    """
    step = allowed(machine, state, event, listing_down=listing_down)
    if step is None:
        can = events_open_to(machine, state, role, listing_down=listing_down)
        raise Refusal(
            "wrong-state",
            _not_now(machine, state, event, can),
            state=state,
            possible=can,
        )
    if role not in step.by:
        who = Listed([label("role", role) for role in step.by], "or")
        raise Refusal(
            "forbidden",
            _(
                "Only these can do “%(event)s” on a %(noun)s: %(who)s.",
                event=label("step", event),
                noun=label("noun", machine.noun),
                who=who,
            ),
        )
    return step.target


def _not_now(machine: Machine, state: str, event: str, can: Sequence[str]) -> Message:
    facts = {
        "noun": label("noun", machine.noun),
        "state": label("state", state),
        "event": label("step", event),
    }
    if not can:
        return _(
            "This %(noun)s is “%(state)s”, so this step is not open: %(event)s. No other step is "
            "open to you.",
            **facts,
        )
    return _(
        "This %(noun)s is “%(state)s”, so this step is not open: %(event)s. Open to you: %(can)s.",
        **facts,
        can=Listed([label("step", each) for each in can], "or"),
    )
