"""What waits for a reviewer, the oldest deadline first: a file for each kind of case, one that
merges them, one that counts, one for the filters.

One bounded statement on an index for each kind, so that it costs the same however much is stored.
What has no clock (a flag under review, a bound filer's complaint) comes after what has one; what an
import left undecided is left out unless one asks for it.
"""

from complaints.queries.staff.queue.cases import KINDS, ComplainedOf, Listed, Place, Waiting
from complaints.queries.staff.queue.counting import count_cases
from complaints.queries.staff.queue.filters import ANY, Filters
from complaints.queries.staff.queue.listing import (
    can_do,
    find_waiting_cases,
    next_of,
    require_case,
    title_of,
    waits_for,
)
