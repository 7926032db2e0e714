"""Rings as staff read them: the list, and one as a case with its members.

Staff only: anybody else is answered not-found.
"""

from complaints.queries.cases.rings.conduct import (
    Common,
    Conduct,
    Ties,
    common_to,
    conduct_of,
    ties_of,
)
from complaints.queries.cases.rings.listing import (
    RingRow,
    find_rings,
    members_as_last_seen,
    of_filers,
    sizes,
)
from complaints.queries.cases.rings.reading import Member, RingCase, get_ring
from complaints.queries.cases.rings.showing import detail_of
