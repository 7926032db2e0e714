"""Every link between filers that structure gives, from whichever source."""

from __future__ import annotations

from abuse.findings import Link
from abuse.hands import hands
from abuse.lockstep import lockstep
from abuse.policy import Policy
from abuse.view import View


def find_links(view: View, policy: Policy) -> list[Link]:
    """Links by shared hands and by lockstep, ordered by pair within their source."""
    return hands(view, policy) + lockstep(view, policy)
