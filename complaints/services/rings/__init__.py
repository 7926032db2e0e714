"""A ring as one case: followed from scan to scan, and chosen from by staff.

Ground of services/scans.py, services/flags and services/boycotts.
"""

from complaints.services.rings.choosing import chosen, for_each, note
from complaints.services.rings.following import follow

__all__ = ["chosen", "follow", "for_each", "note"]
