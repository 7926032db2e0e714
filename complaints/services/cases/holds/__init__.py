"""Holds complaints until a person has looked at who files, at most for some working days.

A hold is an `intake_check` of kind `party` beside the complaint, not a state of its claims. Ground
of the services: intake, a boycott that is imposed, a joining, a judgement, a proof and the job that
compares papers call it.
"""

from complaints.services.cases.holds.holding import (
    hold,
    hold_imported,
    hold_open,
    hold_open_of,
    hold_unproven,
    look_again,
)
from complaints.services.cases.holds.settling import (
    release_freed,
    settle_hold,
    settle_match,
    settle_proven,
)
