"""A ring as one case: followed from scan to scan, and chosen from by staff.

Ground of services/scans.py, services/flags and services/boycotts.
"""

from complaints.services.rings.choosing import chosen, for_each, note_choice, to_act_on
from complaints.services.rings.following import follow_rings
from complaints.services.rings.holding import renew_ring_lease
