"""All links between filers, and the unfounded rates that are estimated with them."""

from __future__ import annotations

from abuse.findings import Link
from abuse.linking.identifiers import identifier_links
from abuse.outcomes.posterior import UnfoundedRates, estimate_rates
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.campaigns import find_campaigns
from abuse.structure.lockstep import lockstep


def campaigns(view: View, policy: Policy) -> list[Link]:
    """Return the links by common campaigns, from a first estimate of the rates; once a scan."""

    def make() -> list[Link]:
        known = identifier_links(view, policy) + lockstep(view, policy)
        return find_campaigns(view, policy, estimate_rates(view, known), known)

    return view.once("campaigns", make)


def find_links(view: View, policy: Policy) -> list[Link]:
    """Return the links by shared identifiers, lockstep and campaigns, each ordered by pair."""
    return identifier_links(view, policy) + lockstep(view, policy) + campaigns(view, policy)


def unfounded_rates(view: View, policy: Policy) -> UnfoundedRates:
    """Return the estimate of this scan; linked filers do not vouch for each other in it."""
    return view.once("unfounded_rates", lambda: estimate_rates(view, find_links(view, policy)))
