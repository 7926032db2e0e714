"""A ring as one case: followed from scan to scan, and chosen from by staff.

Ground of services/scans.py, services/flags and services/boycotts.
"""

from complaints.services.rings.choosing import chosen, for_each, note, to_act_on
from complaints.services.rings.following import follow
from complaints.services.rings.holding import keep
