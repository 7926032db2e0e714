"""Every link between filers, from whichever source, and the records judged in their light."""

from __future__ import annotations

from abuse.campaigns import find_campaigns
from abuse.findings import Link
from abuse.lockstep import lockstep
from abuse.policy import Policy
from abuse.posterior import UnfoundedRates, estimate_rates
from abuse.shared_identifiers import identifier_links
from abuse.view import View


def campaigns(view: View, policy: Policy) -> list[Link]:
    """Links by claims that look unfounded on a first judgement, made once a scan."""

    def make() -> list[Link]:
        first = estimate_rates(
            view, policy, identifier_links(view, policy) + lockstep(view, policy)
        )
        return find_campaigns(view, policy, first)

    return view.once("campaigns", make)


def find_links(view: View, policy: Policy) -> list[Link]:
    """Links by shared hands, by lockstep and by campaign, ordered by pair within their source."""
    return identifier_links(view, policy) + lockstep(view, policy) + campaigns(view, policy)


def unfounded_rates(view: View, policy: Policy) -> UnfoundedRates:
    """Every record judged, once a scan; filers that seem to act as one do not vouch for it."""
    return view.once(
        "unfounded_rates", lambda: estimate_rates(view, policy, find_links(view, policy))
    )
