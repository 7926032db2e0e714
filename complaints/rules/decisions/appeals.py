"""The state machine of an appeal, and within which time it is filed. Each side appeals once, within
its term; another person decides."""

from __future__ import annotations

from complaints.rules.actors import Role
from complaints.rules.decisions.claims import APART
from complaints.rules.kinds import Side
from complaints.rules.law.regimes import ClockKind
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
    ),
    closed=frozenset({"upheld", "overturned"}),
)

# A side may appeal only a decision that went against it.
APPEALABLE: dict[Side, frozenset[str]] = {
    Side.FILER: frozenset({"rejected", "reinstated"}),
    Side.SELLER: frozenset({"removed"}),
}

# The clock that runs for a side from the day on which it is informed of a decision against it.
TERMS: dict[Side, ClockKind] = {
    Side.FILER: ClockKind.APPEAL_FILER,
    Side.SELLER: ClockKind.APPEAL_SELLER,
}
