"""Which boycotts there are, who may read them, which one stops a complaint, what they count."""

from complaints.queries.boycotts.binding import (
    binding,
    binding_filer,
    bound_filers,
    in_force,
    warned_filers,
)
from complaints.queries.boycotts.counting import (
    Effect,
    count_effects,
    count_factors,
    count_filed_since,
    count_kept,
    count_manifest,
    counted_now,
    has_filed_for,
    newest_fact_since_warning,
)
from complaints.queries.boycotts.grounds import graded_claims
from complaints.queries.boycotts.reading import (
    BoycottDetail,
    addressee_of,
    appeal_of,
    detail,
    details,
    get,
    list_boycotts,
    of_proposal,
    parts,
    require_visible,
)
from complaints.queries.boycotts.waiting import (
    due_to_expire,
    due_to_lapse,
    kept_claims,
    perhaps_heeded,
    unfinished,
)

__all__ = [
    "BoycottDetail",
    "Effect",
    "addressee_of",
    "appeal_of",
    "binding",
    "binding_filer",
    "bound_filers",
    "count_effects",
    "count_factors",
    "count_filed_since",
    "count_kept",
    "count_manifest",
    "counted_now",
    "detail",
    "details",
    "due_to_expire",
    "due_to_lapse",
    "get",
    "graded_claims",
    "has_filed_for",
    "in_force",
    "kept_claims",
    "list_boycotts",
    "newest_fact_since_warning",
    "of_proposal",
    "parts",
    "perhaps_heeded",
    "require_visible",
    "unfinished",
    "warned_filers",
]
