"""Which complaints are held while a person looks at who files, and what the look is about."""

from complaints.queries.holds.effect import Effect, effect_of
from complaints.queries.holds.ending import (
    held_alike,
    lock_waiting_holds,
    standing_match,
    waits_for_an_end,
)
from complaints.queries.holds.gate import (
    held_until,
    hold_of_complaint,
    holding,
    is_held,
    require_not_held,
)
from complaints.queries.holds.holdable import (
    filers_of,
    filers_with,
    matches_between,
    open_complaints,
    rests_on,
    unproven_by,
)
from complaints.queries.holds.imported import Imported, open_of, papers_of
from complaints.queries.holds.looked import was_let_go
