"""Verbs of a flag: take it, dismiss it, confirm it; of one, or of several of a ring together.

People decide; a scan only opens flags.
"""

from complaints.services.flags.ring import confirm_ring, dismiss_ring, take_ring
from complaints.services.flags.steps import confirm, dismiss, take

__all__ = ["confirm", "confirm_ring", "dismiss", "dismiss_ring", "take", "take_ring"]
