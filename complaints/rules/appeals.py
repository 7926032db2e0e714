"""The state machine of an appeal. Each side appeals once; another person decides."""

from __future__ import annotations

from complaints.rules.actors import Role
from complaints.rules.claims import APART
from complaints.rules.kinds import Side
from complaints.rules.machines import Machine, Step

# Counsel judges appeals against cases about filers; it sees no claim.
JUDGES = (Role.REVIEWER, Role.SUPERVISOR, Role.COUNSEL)
EARLIER = ("decider", *APART)

APPEAL = Machine(
    noun="appeal",
    first=("filed",),
    steps=(
        Step("uphold", ("filed",), "upheld", JUDGES, apart_from=EARLIER),
        Step("overturn", ("filed",), "overturned", JUDGES, apart_from=EARLIER),
        # A boycott's term ends while its appeal is open: there is nothing left to decide.
        Step("expire", ("filed",), "expired", (Role.CLOCK,)),
    ),
    closed=frozenset({"upheld", "overturned", "expired"}),
)

# A side may appeal only a decision that went against it.
APPEALABLE: dict[Side, frozenset[str]] = {
    Side.FILER: frozenset({"rejected", "reinstated"}),
    Side.SELLER: frozenset({"removed"}),
}
