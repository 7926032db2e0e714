"""How staff share the queue's work: whose a case is, who answers a question, who sees a view.

What staff can take a lease on and write notes on, by the ledger's names of subjects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from complaints.rules.actors import Role

# Who sees a saved view beside who made it: nobody, the maker's team, all staff.
SHARING: Final = ("own", "team", "all")
# Whose a waiting case is, for whoever asks; each is exactly one of these.
WHOSE: Final = ("mine", "team", "unassigned", "others")
# How many views a person keeps at most: the list of them is on each queue page.
MOST_VIEWS: Final = 50
# How many cases a person has in hand at most: a few that belong together, and one that waits for
# an answer. One key took all that waited once, and nobody else could decide anything.
MOST_HELD: Final = 10


@dataclass(frozen=True, slots=True)
class Colleague:
    """Whoever asks: the person, its team and its part."""

    person_id: int | None
    team: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class Holders:
    """Who has to do with a case: whom it is given to, who has it in hand, and whether a question
    to a colleague waits for its answer."""

    person_id: int | None = None
    team: str | None = None
    holder_id: int | None = None
    is_asked: bool = False


def whose(holders: Holders, reader: Colleague) -> str:
    """Return whose a case is for the reader.

    A question that is open comes first: the case waits for a colleague, whoever has it.

    >>> me = Colleague(1, "north", Role.REVIEWER)
    >>> whose(Holders(person_id=1), me), whose(Holders(team="north"), me), whose(Holders(), me)
    ('mine', 'team', 'unassigned')
    >>> whose(Holders(holder_id=2), me), whose(Holders(person_id=1, is_asked=True), me)
    ('others', 'others')
    """
    others = {holders.person_id, holders.holder_id} - {None, reader.person_id}
    if holders.is_asked or others:
        return "others"
    if reader.person_id in (holders.person_id, holders.holder_id):
        return "mine"
    if holders.team is None:
        return "unassigned"
    return "team" if holders.team == reader.team else "others"


def may_answer(
    reader: Colleague, *, asked_by: int, person_id: int | None, team: str | None
) -> bool:
    """Say whether a question is the reader's to answer: nobody answers its own."""
    if reader.person_id in (None, asked_by):
        return False
    if person_id is not None:
        return reader.person_id == person_id
    return reader.team == team if team is not None else reader.role is Role.SUPERVISOR


def may_change_view(reader: Colleague, owner_id: int, shared: str) -> bool:
    """Say whether the reader may change or delete a view: its own, and a supervisor a shared
    one."""
    if reader.person_id == owner_id:
        return True
    return shared != "own" and reader.role is Role.SUPERVISOR


def sees_view(reader: Colleague, *, owner_id: int, owners_team: str | None, shared: str) -> bool:
    """Say whether the reader sees a view."""
    if shared == "all" or reader.person_id == owner_id:
        return True
    return shared == "team" and owners_team is not None and owners_team == reader.team


HOLDABLE = ("complaint", "appeal", "boycott", "flag", "ring", "joining", "alarm")
# What a case in the queue waits for.
WAITS = (
    "decide", "counter_notice", "authority", "party", "answered", "filer_silent", "seller_silent",
    "judge_appeal", "warn", "undelivered", "impose", "unsupported", "review_flag", "review_ring",
    "flag_answered",
    "join", "look",
    # No step: the filer is bound, and a person decides its complaint after all others.
    "boycotted",
    # No step of staff's: it waits for its filer's answer.
    "filer_asked",
)  # fmt: skip
# Cases that nobody was given are counted up to this number; one more stands for more.
COUNTED_TO = 1_000
NOTABLE = ("complaint", "filer", "store", "flag", "ring", "boycott")
