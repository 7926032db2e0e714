"""Which complaints are held while a person looks at who files, and what the look is about."""

from complaints.queries.cases.holds.ending import (
    held_alike,
    lock_waiting_holds,
    standing_match,
    waits_for_an_end,
    was_let_go,
)
from complaints.queries.cases.holds.gate import (
    held_until,
    hold_of_complaint,
    holding,
    is_held,
    require_not_held,
)
from complaints.queries.cases.holds.holdable import (
    Effect,
    Imported,
    effect_of,
    filers_of,
    filers_with,
    matches_between,
    open_complaints,
    open_of,
    papers_of,
    rests_on,
    unproven_by,
)
