"""How an account is counted to a party: proposed, joined by a second person, appealed, parted.

A joining binds an account by the boycott of another one. It therefore needs what imposing a
boycott needs (rules/boycotts.py): a second person, a letter with reasons, an appeal judged by a
third. It can be undone at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from complaints.rules.actors import Role
from complaints.rules.boycotts import JUDGES, STAFF, SUPERVISOR
from complaints.rules.machines import Machine, Step

EARLIER = ("proposer", "joiner", "deliverer")

JOINING = Machine(
    noun="joining",
    first=("proposed",),
    steps=(
        Step("join", ("proposed",), "joined", SUPERVISOR, apart_from=("proposer",)),
        Step("drop", ("proposed",), "dropped", STAFF),
        Step("appeal", ("joined",), "under_appeal", (Role.FILER,)),
        Step("uphold", ("under_appeal",), "joined", JUDGES, apart_from=EARLIER),
        Step("part", ("under_appeal",), "parted", JUDGES, apart_from=EARLIER),
        Step("part", ("joined",), "parted", SUPERVISOR, apart_from=("deliverer",)),
    ),
    closed=frozenset({"dropped", "parted"}),
)

# The account belongs to the party.
JOINED = ("joined", "under_appeal")
UNFINISHED = ("proposed", *JOINED)


def together(accounts: Collection[int], pairs: Iterable[tuple[int, int]]) -> list[frozenset[int]]:
    """Return the parties that accounts make by the pairs that are joined, each a set of accounts;
    the party of the lowest account first. A pair with an account that is not among them does not
    count.
    """
    groups = {account: {account} for account in sorted(accounts)}
    for one, other in pairs:
        if one not in groups or other not in groups or groups[one] is groups[other]:
            continue
        larger, smaller = sorted((groups[one], groups[other]), key=len, reverse=True)
        larger |= smaller
        groups.update(dict.fromkeys(smaller, larger))
    parties = {id(group): frozenset(group) for group in groups.values()}
    return sorted(parties.values(), key=min)
