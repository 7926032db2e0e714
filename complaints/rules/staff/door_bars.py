"""What stands in the way of whoever writes about a case, said once beside each route and page.

A step with a record (`rules/acts.py`) has its bars there. Every other door by which somebody
writes about a case names them here, as `Bars`, and the doors' common ground asks them before the
view runs (`services/staff/door_bars.py`). A door without either fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final


class CaseBar(StrEnum):
    """What can stand in somebody's way at the door of a case, beside its state and the role.

    `TIED`: the person counts as one with a filer of the case. `BESIDE`: it carried a letter of the
    case, could have answered for its seller, or spoke for a side. `DECIDED`: it decided the claim.
    `HELD`: a colleague works on the case. `ONE_SIDE`: the partner stands on its other side.
    """

    TIED = "tied"
    BESIDE = "beside"
    DECIDED = "decided"
    HELD = "held"
    ONE_SIDE = "one_side"


# The problem that each bar is answered with.
PROBLEMS: Final = MappingProxyType(
    {
        CaseBar.TIED: "one-let-in-the-other",
        CaseBar.BESIDE: "second-person-needed",
        CaseBar.DECIDED: "second-person-needed",
        CaseBar.HELD: "held",
        CaseBar.ONE_SIDE: "two-sides",
    }
)


@dataclass(frozen=True, slots=True)
class Bars:
    """What bars a door to a case. `noun` says what the door is about: its argument `NOUN_id` names
    it. The noun “case” stands for what the arguments `subject` and `subject_id` name.

    `asked` are asked before the view; `by_service` are bars that the verb itself asks, because
    they stand in its state table, or are asked of others than who is at the door. Where it `moves`
    the case, a lease on it goes on.
    """

    noun: str = ""
    asked: tuple[CaseBar, ...] = ()
    by_service: tuple[CaseBar, ...] = ()
    moves: bool = True

    @property
    def all(self) -> frozenset[CaseBar]:
        """Whatever can stand in the way here."""
        return frozenset((*self.asked, *self.by_service))


def by_step(given: Mapping[str, Any]) -> str:
    """Return the step that an address names."""
    return str(given["step"])


@dataclass(frozen=True, slots=True)
class OneOf:
    """The bars of a door for several steps: those of the step that `which` finds by the arguments.
    A step that is not there has none: its view answers that there is no such page."""

    steps: Mapping[str, Bars]
    which: Callable[[Mapping[str, Any]], str] = field(default=by_step)


# The step's own record has its bars, and the service's common ground asks them.
IN_ITS_RECORD: Final = Bars()
# The door is about no case, or about all of them.
NO_CASE: Final = Bars()
# Only a filer, or its partner, comes to this door; its questions keep to that side.
FILERS_OWN: Final = Bars()

_SAYING: Final = (CaseBar.TIED,)
_MOVING: Final = (CaseBar.TIED, CaseBar.BESIDE, CaseBar.HELD)
# The second person of a decision stands in the state table, for one that waited is asked again.
_DECIDING: Final = (CaseBar.TIED, CaseBar.HELD)
# To have a case in hand is for whoever may decide it: else it waits in hands that cannot move it.
TAKING: Final = Bars("case", (CaseBar.TIED, CaseBar.BESIDE))
# A decision that waits is its decider's to end: its minutes run, whoever takes the case meanwhile.
ENDING: Final = Bars("pending", (CaseBar.TIED, CaseBar.BESIDE))


# Many takedowns of one party at once: the verb asks what bars each of their complaints.
PUTTING_RIGHT: Final = Bars("filer", (CaseBar.TIED,), (CaseBar.BESIDE, CaseBar.HELD))
REHEARSING_RIGHT: Final = Bars(
    "filer", (CaseBar.TIED,), (CaseBar.BESIDE, CaseBar.HELD), moves=False
)


def saying(noun: str, *by_service: CaseBar) -> Bars:
    """Return the bars of what is written beside a case or entered for a side: it counts whoever
    has the case in hand, and whoever enters it takes no further part."""
    return Bars(noun, _SAYING, by_service)


def moving(noun: str, *by_service: CaseBar) -> Bars:
    """Return the bars of a step of staff that moves a case, or judges something in it."""
    return Bars(noun, _MOVING, by_service)


def deciding(noun: str, *by_service: CaseBar) -> Bars:
    """Return the bars of a decision; its second person stands in its state table."""
    return Bars(noun, _DECIDING, by_service)


def rehearsing(noun: str, *by_service: CaseBar) -> Bars:
    """Return the bars of a decision whose letters are read before it is taken: those of the
    decision, and nothing is done on the case by that."""
    return Bars(noun, _DECIDING, by_service, moves=False)


def in_service(noun: str, *bars: CaseBar) -> Bars:
    """Return the bars of a step that the verb asks of each account that it is taken for."""
    return Bars(noun, by_service=bars or _DECIDING)
