"""Structure: filers that hit the same stores within days, again and again, beyond chance.

Rings act together even when they share nothing else. So do victims of one copier: alone it cannot
lift a filer above watch.
"""

from __future__ import annotations

from typing import Final

from abuse.findings import Finding, Link, filings_of_others
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.against import links_against
from abuse.structure.lockstep import lockstep

# The evidence of the deepest case; what it weighs the shapes say (`abuse.policy.shapes`).
_MOST: Final = 4.0


def detect(view: View, policy: Policy) -> list[Finding]:
    """Findings from co-targeting links, one a filer, its strongest partners first.

    Notes
    -----
    Whom it may wrong: agencies that hunt the same counterfeiters, coalitions of victims. Links
    between an agency and its principal are explained away, and a clean joint record weakens the
    finding afterwards.

    References
    ----------
    Cao et al. (2014), SynchroTrap, CCS.
    """
    against = links_against(lockstep(view, policy))
    return [finding(view, policy, filer, links) for filer, links in against.items()]


def weigh_links(policy: Policy, links: list[Link]) -> float:
    """What a filer's links add: the more, the more stores the closest partner has in common."""
    common = max(int(link.numbers["common"]) for link in links)
    depth = min(1.0, common / (3 * policy.lockstep_min_common))
    return _MOST * (0.4 + 0.6 * depth) * (1.0 if len(links) > 1 else 0.6)


def finding(view: View, policy: Policy, filer: int, links: list[Link]) -> Finding:
    """What a filer's links of this kind come to."""
    links = sorted(links, key=lambda k: (-k.numbers["common"], k.numbers["expected"], k.a, k.b))
    best = {k: v for k, v in links[0].numbers.items() if not k.startswith("after_")}
    common, expected = int(best["common"]), best["expected"]
    mine = set(view.complaints_by_filer[filer].tolist())
    complaints = tuple(dict.fromkeys(c for link in links for c in link.complaints if c in mine))
    window = policy.lockstep_window_days
    return Finding(
        filer=filer,
        detector="lockstep",
        family="structure",
        strength=max(0.0, 1 - expected / common),
        log_odds=weigh_links(policy, links),
        numbers={"accounts": len(links) + 1, "window_days": window, **best},
        complaints=complaints,
        outside=1.0,
        acts={"filings": sum(filings_of_others(link, mine) for link in links)},
        partners=tuple(link.b if link.a == filer else link.a for link in links),
    )
