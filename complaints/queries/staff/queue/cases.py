"""What a case of the queue is, and where it stands: the words that every other part of it shares.

A case is a complaint, an appeal, a boycott, a flag, a ring, a joining or an alarm whose denial
waits for a look; never a claim.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from complaints.rules.staff.priority import Priority
from complaints.rules.staff.teamwork import HOLDABLE, Holders

KINDS = HOLDABLE
# When a case is due, the rank of its kind, its id.
Place = tuple[datetime, int, int]
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
# Larger than any row's id.
UNENDING = 2_147_483_647
# How many cases of a kind are read where no index orders them by clock: the oldest.
UNCLOCKED = 200


@dataclass(frozen=True, slots=True)
class ComplainedOf:
    """What is complained of: the ground and the right, and the listing whose claim waits first, by
    its title, else by its number there. `right` is the right's name; None where it has none."""

    basis: str
    right_kind: str
    right: str | None
    listing: str
    marketplace: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case that waits. `what` names the steps it waits for; `claims` counts those that wait.

    `held_by` works on it until `held_until`; `mine` where that is the reader. It is `given_to` a
    person, for whom a `stand_in` may do it, or a team; `asks` is whom an open question about it was
    put to. `holders` are the same as ids, `whose` it is for the reader. `language` is the one that
    the filer signed in. `accounts` is how many a ring has; None for other cases. `since` is when it
    was filed, opened or proposed; `about` what is complained of, None for a case about no listing:
    both are read for what is listed alone. `priority` is why it stands `ahead` of its deadline.
    """

    subject: str
    id: int
    due: datetime | None
    what: tuple[str, ...]
    title: str
    filer_id: int
    filer: str
    claims: int = 0
    language: str | None = None
    held_by: str | None = None
    held_until: datetime | None = None
    mine: bool = False
    given_to: str | None = None
    stand_in: str | None = None
    asks: str | None = None
    holders: Holders = field(default=Holders())
    whose: str = "unassigned"
    accounts: int | None = None
    since: datetime | None = None
    about: ComplainedOf | None = None
    priority: Priority | None = None
    ahead: timedelta = timedelta()

    @property
    def place(self) -> Place:
        """Its place in the queue."""
        due = NEVER if self.due is None else self.due - self.ahead
        return due, KINDS.index(self.subject), self.id


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of cases, and the place after which to look on; None where that was all.

    A page can hold fewer cases than were asked for and have more after it: with a rare filter one
    look goes no further than `complaints.LOOKED_AT`.
    """

    items: list[Waiting]
    next: Place | None
