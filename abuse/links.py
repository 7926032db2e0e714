"""Every link between filers, from whichever source, and the records judged in their light."""

from __future__ import annotations

from abuse.campaigns import find_campaigns
from abuse.findings import Link
from abuse.hands import hands
from abuse.lockstep import lockstep
from abuse.policy import Policy
from abuse.soundness import Soundness, judge_records
from abuse.view import View


def campaigns(view: View, policy: Policy) -> list[Link]:
    """Links by claims that look unfounded on a first judgement, made once a scan."""

    def make() -> list[Link]:
        first = judge_records(view, policy, hands(view, policy) + lockstep(view, policy))
        return find_campaigns(view, policy, first)

    return view.once("campaigns", make)


def find_links(view: View, policy: Policy) -> list[Link]:
    """Links by shared hands, by lockstep and by campaign, ordered by pair within their source."""
    return hands(view, policy) + lockstep(view, policy) + campaigns(view, policy)


def soundness(view: View, policy: Policy) -> Soundness:
    """Every record judged, once a scan; filers that seem to act as one do not vouch for it."""
    return view.once("soundness", lambda: judge_records(view, policy, find_links(view, policy)))
