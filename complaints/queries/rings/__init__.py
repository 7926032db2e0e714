"""Rings as staff read them: the list, and one as a case with its members.

Staff only: anybody else is answered not-found.
"""

from complaints.queries.rings.common import Common, Ties, common_to, ties_of
from complaints.queries.rings.conduct import Conduct, conduct_of
from complaints.queries.rings.listing import RingRow, find_rings
from complaints.queries.rings.membership import members_as_last_seen, of_filers, sizes
from complaints.queries.rings.reading import Member, RingCase, get_ring
from complaints.queries.rings.showing import detail_of
