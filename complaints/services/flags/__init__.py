"""Verbs of a flag: take it, dismiss it, confirm it; of one, or of several of a ring together.

People decide; a scan only opens flags.
"""

from collections.abc import Callable, Mapping
from typing import Final

from complaints.models import Flag
from complaints.rules.acts import Act
from complaints.rules.flags import CONFIRM, DISMISS, TAKE
from complaints.services.flags.ring import confirm_ring, dismiss_ring, take_ring
from complaints.services.flags.steps import confirm, dismiss, take

# By which verb each act of one flag is done.
VERBS: Final[Mapping[Act, Callable[..., Flag]]] = {
    TAKE: take,
    DISMISS: dismiss,
    CONFIRM: confirm,
}

__all__ = ["VERBS", "confirm", "confirm_ring", "dismiss", "dismiss_ring", "take", "take_ring"]
