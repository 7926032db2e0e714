"""Structure: filers whose unfounded claims meet at the same stores, over weeks and months.

Sees the ring that takes its time and shares nothing, and two or three who hit the same goods. It
counts only claims that look unfounded, of filers whose record is bad, so victims of one copier do
not meet here; alone it cannot lift a filer above watch.
"""

from __future__ import annotations

from typing import Final

from abuse.findings import Finding, Link, filings_of_others
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.against import links_against
from abuse.structure.campaigns import TRUSS
from abuse.structure.links import campaigns

# The evidence of the deepest case; what it weighs the shapes say (`abuse.policy.shapes`).
_MOST: Final = 4.0


def detect(view: View, policy: Policy) -> list[Finding]:
    """Findings from campaign links, one a filer, its strongest partners first.

    Notes
    -----
    Whom it may wrong: careless filers of one trade that err against the same best sellers in the
    same weeks.

    References
    ----------
    Cao et al. (2014), SynchroTrap, CCS; Beutel et al. (2013), CopyCatch, WWW.
    """
    against = links_against(campaigns(view, policy))
    return [finding(view, policy, filer, links) for filer, links in against.items()]


def weigh_links(policy: Policy, links: list[Link]) -> float:
    """What a filer's links add: the more, the more partners it has."""
    depth = min(1.0, (len(links) - 1) / (2 * TRUSS))
    return _MOST * (0.5 + 0.5 * depth)


def finding(view: View, policy: Policy, filer: int, links: list[Link]) -> Finding:
    """What a filer's links of this kind come to."""
    links = sorted(links, key=lambda k: (k.numbers["p"], -k.numbers["common"], k.a, k.b))
    best = links[0].numbers
    common, expected = int(best["common"]), best["expected"]
    counted: dict[str, float | int | str] = {"listings": 1} if "listings" in best else {}
    mine = set(view.complaints_by_filer[filer].tolist())
    complaints = tuple(dict.fromkeys(c for link in links for c in link.complaints if c in mine))
    return Finding(
        filer=filer,
        detector="campaign",
        family="structure",
        strength=max(0.0, 1 - expected / common),
        log_odds=weigh_links(policy, links),
        numbers={
            "accounts": len(links) + 1, "common": common, "expected": expected,
            "window_days": int(best["window_days"]), "p": best["p"], **counted,
        },
        complaints=complaints,
        outside=1.0,
        acts={"filings": sum(filings_of_others(link, mine) for link in links)},
        partners=tuple(link.b if link.a == filer else link.a for link in links),
    )  # fmt: skip
