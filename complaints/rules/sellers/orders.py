"""What a marketplace is asked to do, as a state machine; and what becomes of what it says. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from complaints.rules.actors import Role
from complaints.rules.acts import STAFF
from complaints.rules.machines import Machine, Step

# Whoever does what is asked: the marketplace, or staff by hand where none is connected.
DOERS: Final = (Role.SELLER, *STAFF)
LIVE: Final = ("requested", "accepted", "failed", "done")
# What is still to be done, by the marketplace or by staff.
WAITING: Final = ("requested", "accepted", "failed")

ORDER = Machine(
    noun="order",
    first=("requested",),
    steps=(
        Step("accept", ("requested",), "accepted", DOERS),
        Step("fail", ("requested", "accepted"), "failed", DOERS),
        Step("accept", ("failed",), "accepted", DOERS),
        Step("carry_out", WAITING, "done", DOERS),
        # The marketplace said that it stands otherwise again, and nothing of ours asks it.
        Step("ask_again", ("done",), "requested", DOERS),
        # What is asked now is something else, or nothing.
        Step("reverse", LIVE, "reversed", (Role.CLOCK,)),
    ),
    closed=frozenset({"done", "reversed"}),
)

# For so long whoever took an order has it alone; after that it is given out again.
LEASE: Final = timedelta(minutes=15)
# An order that is not done after this is late.
DUE: Final = timedelta(hours=24)


class OrderAct(StrEnum):
    """What is asked: of a listing to take it down, of a store to suspend it for a term or to close
    it. `restore` and `reopen` take back what was asked before; nothing of ours is in the way."""

    TAKE_DOWN = "take_down"
    RESTORE = "restore"
    SUSPEND = "suspend"
    CLOSE = "close"
    REOPEN = "reopen"

    @property
    def is_down(self) -> bool:
        """Whether the listing or the store is to be down by it."""
        return self in (OrderAct.TAKE_DOWN, OrderAct.SUSPEND, OrderAct.CLOSE)


@dataclass(frozen=True, slots=True)
class OrderAsk:
    """How a listing or a store is to stand; `territory` are the countries in which it is to be
    down, none: everywhere that it is offered."""

    act: OrderAct
    territory: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What an order, or what a marketplace says, is about: the `noun` is listing or store."""

    noun: str
    id: int

    @property
    def column(self) -> str:
        """The column by which a row names it."""
        return f"{self.noun}_id"


class Did(StrEnum):
    """What a marketplace says of an order: it will be done, it is done, it cannot be done."""

    ACCEPTED = "accepted"
    DONE = "done"
    FAILED = "failed"


STEPS: Final = {Did.ACCEPTED: "accept", Did.DONE: "carry_out", Did.FAILED: "fail"}


class Received(StrEnum):
    """What became of one line: it holds now, a newer one holds, we had it before, the order was
    taken back, somebody else has it in hand, or you have no such order, listing or store here."""

    NOTED = "noted"
    LATE = "late"
    REPEATED = "repeated"
    REVERSED = "reversed"
    HELD = "held"
    UNKNOWN = "unknown"
