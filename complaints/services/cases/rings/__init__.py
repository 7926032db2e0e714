"""A ring as one case: followed from scan to scan, and chosen from by staff.

Ground of services/findings/scans.py, services/cases/flags and services/cases/boycotts.
"""

from complaints.services.cases.rings.choosing import (
    chosen,
    for_each,
    note_choice,
    renew_ring_lease,
    require_ring_not_held,
    to_act_on,
)
from complaints.services.cases.rings.following import follow_rings
