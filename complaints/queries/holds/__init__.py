"""Which complaints are held while a person looks at who files, and what the look is about."""

from complaints.queries.holds.gate import (
    held_until,
    holding,
    is_held,
    of_complaint,
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

__all__ = [
    "filers_of",
    "filers_with",
    "held_until",
    "holding",
    "is_held",
    "matches_between",
    "of_complaint",
    "open_complaints",
    "require_not_held",
    "rests_on",
    "unproven_by",
]
