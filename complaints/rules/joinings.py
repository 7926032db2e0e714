"""How an account is counted to a party: proposed, joined by a second person, appealed, parted.

A joining binds an account by the boycott of another one. It therefore needs what imposing a
boycott needs (rules/boycotts.py): a second person, a letter with reasons, an appeal judged by a
third. It can be undone at any time.
"""

from __future__ import annotations

from complaints.rules.actors import Role
from complaints.rules.boycotts import STAFF, SUPERVISOR
from complaints.rules.machines import Machine, Step

JOINING = Machine(
    noun="joining",
    first=("proposed",),
    steps=(
        Step("join", ("proposed",), "joined", SUPERVISOR, apart_from=("proposer",)),
        Step("drop", ("proposed",), "dropped", STAFF),
        Step("appeal", ("joined",), "under_appeal", (Role.FILER,)),
        Step("uphold", ("under_appeal",), "joined", SUPERVISOR, apart_from=("proposer", "joiner")),
        Step("part", ("under_appeal",), "parted", SUPERVISOR, apart_from=("proposer", "joiner")),
        Step("part", ("joined",), "parted", SUPERVISOR),
    ),
    closed=frozenset({"dropped", "parted"}),
)

# The account belongs to the party.
JOINED = ("joined", "under_appeal")
UNFINISHED = ("proposed", *JOINED)
