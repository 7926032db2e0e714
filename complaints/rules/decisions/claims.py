"""The state machine of a claim (one complaint against one listing), and what a history's events
mean for it."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.rules.actors import Role
from complaints.rules.kinds import EventKind
from complaints.rules.machines import Machine, Step, allowed

STAFF = (Role.REVIEWER, Role.SUPERVISOR)
ANYONE = (*STAFF, Role.CLOCK)
# Whoever had a letter to the seller in hand could have answered in its name; whoever entered what a
# side says (the enterer) has spoken for it.
APART = ("deliverer", "enterer")

CLAIM = Machine(
    noun="claim",
    first=("received", "not_processed", "incomplete"),
    steps=(
        Step("ask", ("received",), "incomplete", STAFF),
        # The clock, so to say: once nothing lacks of what a boycott's law asks for.
        Step("complete", ("incomplete",), "received", (Role.FILER, *ANYONE)),
        Step("lapse", ("incomplete",), "closed", ANYONE),
        Step("take_down", ("received",), "removed", ANYONE, apart_from=APART),
        Step("reject", ("received",), "rejected", ANYONE, apart_from=APART),
        Step("gone", ("received", "removed", "countered"), "moot", (Role.SELLER, *ANYONE)),
        Step("counter", ("received", "removed"), "countered", (Role.SELLER, *STAFF)),
        Step("stand", ("countered",), "removed", STAFF, listing_down=True, apart_from=APART),
        Step("reinstate", ("countered",), "reinstated", STAFF, listing_down=True, apart_from=APART),
        # A law's time is over after a counter-notice, and nobody told us of a suit.
        Step("restore", ("countered",), "reinstated", (Role.CLOCK,), listing_down=True),
        Step("take_down", ("countered",), "removed", STAFF, listing_down=False, apart_from=APART),
        Step("reject", ("countered",), "rejected", STAFF, listing_down=False, apart_from=APART),
        Step(
            "withdraw",
            ("received", "incomplete", "removed", "countered"),
            "withdrawn",
            (Role.FILER, *STAFF),
        ),
        # By the clock's hand where an appeal against the boycott is won: what follows from that.
        Step("take_up", ("not_processed",), "received", ANYONE),
        Step("discard", ("not_processed",), "closed", ANYONE),
        Step("overturn", ("rejected", "reinstated"), "removed", STAFF),
        Step("overturn", ("removed",), "reinstated", STAFF),
        # Of a party's past takedowns: only from its restore queue.
        Step("put_right", ("removed",), "reinstated", STAFF, listing_down=True, apart_from=APART),
    ),
    closed=frozenset({"removed", "rejected", "reinstated", "withdrawn", "moot", "closed"}),
)

# What staff decide: a second person, where one spoke for a side or could have.
DECISIONS = frozenset(step.event for step in CLAIM.steps if step.apart_from)
# What else moves a claim of its own accord: whoever has a part beside it takes none of these.
MOVING = DECISIONS | {"ask", "gone", "take_up", "discard"}

# While a claim is in one of these, the same filer's same right against the same listing is
# answered with it instead of a second one.
OPEN_STATES = ("received", "incomplete", "countered")

# Steps after which a listing is down, but for an appeal's: they wait for a verified authority.
TAKING_DOWN = frozenset({"take_down", "stand"})

# Events by which a listing goes down or may come back: what a platform carries out.
ENFORCED = (
    EventKind.TAKEDOWN,
    EventKind.REINSTATEMENT,
    EventKind.WITHDRAWAL,
    EventKind.LISTING_GONE,
)

# Nobody holds down what is gone: a listing that comes back under its old id is a new offer.
DOWN_AFTER = {
    "removed": True,
    "rejected": False,
    "reinstated": False,
    "withdrawn": False,
    "moot": False,
}


def is_listing_down(before: bool, state: str) -> bool:
    """Say whether the listing is down once the claim is in `state`."""
    return DOWN_AFTER.get(state, before)


# What an event of the interchange format can mean for the machine, tried in this order: a history
# knows a takedown, not whether it stood by one, decided a counter-notice or overturned a rejection.
READINGS: dict[EventKind, tuple[tuple[str, ...], ...]] = {
    EventKind.TAKEDOWN: (("take_down",), ("stand",), ("overturn",)),
    EventKind.REJECTION: (("reject",),),
    EventKind.COUNTER_NOTICE: (("counter",),),
    EventKind.WITHDRAWAL: (("withdraw",),),
    EventKind.REINSTATEMENT: (("reinstate",), ("overturn",)),
    EventKind.LISTING_GONE: (("gone",),),
    EventKind.LAPSE: (("lapse",), ("ask", "lapse")),
    EventKind.AMENDMENT: (("complete",), ()),
    EventKind.DEMAND_REPORT: ((),),
    EventKind.APPEAL: ((),),
    EventKind.APPEAL_DECISION: ((),),
}

LEADS_TO = {
    EventKind.TAKEDOWN: "removed",
    EventKind.REJECTION: "rejected",
    EventKind.REINSTATEMENT: "reinstated",
}


@dataclass(frozen=True, slots=True)
class Position:
    """A claim's position: its state and whether its listing is down."""

    state: str
    listing_down: bool = False

    @property
    def is_closed(self) -> bool:
        return self.state in CLAIM.closed


def position_after(position: Position, kind: EventKind) -> Position | None:
    """Return where a history's event leads, or None where the machine does not allow it."""
    if kind is EventKind.GRADING:
        return position if position.is_closed else None
    for reading in READINGS[kind]:
        reached = _walk(position, reading)
        if reached is not None and LEADS_TO.get(kind, reached.state) == reached.state:
            return reached
    return None


def _walk(position: Position, events: tuple[str, ...]) -> Position | None:
    for event in events:
        step = allowed(CLAIM, position.state, event, listing_down=position.listing_down)
        if step is None:
            return None
        down = is_listing_down(position.listing_down, step.target)
        position = Position(step.target, down)
    return position


COMPLAINT_STATES = ("open", "closed", "not_processed")


def derive_complaint_state(states: set[str]) -> str:
    """Return a complaint's state, which is derived from its claims' states alone.

    `not_processed` when all are; `open` while one waits for somebody; else `closed`.
    """
    if states == {"not_processed"}:
        return "not_processed"
    return "closed" if states <= CLAIM.closed else "open"
