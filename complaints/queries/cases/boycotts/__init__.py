"""Which boycotts there are, who may read them, which one stops a complaint, what they count."""

from complaints.queries.cases.boycotts.binding import (
    binding,
    binding_filer,
    bound_filers,
    keeps,
    passing,
    require_person_decides,
    sharpest,
    stopped,
    treatment_now,
    warned_filers,
)
from complaints.queries.cases.boycotts.conduct import (
    NamedClaim,
    claims_to_name,
    conduct_after_warning,
    count_named,
    count_regraded,
    count_to_warn,
    counted_from,
    hand_of,
    has_sent_document,
    is_ground_shown,
    named_claims,
    warned_for_nothing,
)
from complaints.queries.cases.boycotts.counting import (
    Effect,
    count_effects,
    count_factors,
    count_filed_since,
    count_kept,
    count_manifest,
    count_whole_effect,
    counted_now,
    has_filed_for,
    newest_fact_since_warning,
)
from complaints.queries.cases.boycotts.courses import (
    WARNINGS,
    another_arrived,
    course_of,
    courses_of,
    due_to_arrive,
    lacks_proof,
    letter_of,
    shown_with,
    to_be_shown,
    to_see_to,
    undelivered,
    warning_letters,
    ways_of,
)
from complaints.queries.cases.boycotts.decisions import why_imposed
from complaints.queries.cases.boycotts.promised import promised_policy
from complaints.queries.cases.boycotts.reading import (
    BoycottDetail,
    appeal_until,
    boycott_detail,
    boycott_parts,
    details,
    get_boycott,
    is_judge_left,
    is_own,
    list_boycotts,
    of_proposal,
    open_appeal_until,
    parts_of,
    require_visible,
    told_detail,
    treatments_of,
)
from complaints.queries.cases.boycotts.sampling import (
    draw_sample,
    drawn_and_manifest,
    sample_left,
    sample_of,
)
from complaints.queries.cases.boycotts.waiting import (
    due_to_expire,
    due_to_lapse,
    find_open_boycott,
    lock_kept_claims,
    perhaps_heeded,
)
