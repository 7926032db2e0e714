"""Structure: accounts that share identifiers, papers or words with others.

Says "same operator?" and never more: alone it cannot lift a filer above watch.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from abuse.findings import Finding, Link, plural
from abuse.hands import hands
from abuse.policy import Policy
from abuse.view import View

_SAID = {
    "email": "an e-mail address", "free_email": "a free mailbox",
    "website": "a website", "domain": "an e-mail domain",
    "phone": "a phone", "device": "a device", "payment": "a payment account",
    "address": "a postal address", "ip": "an IP address", "ip_net": "a network",
    "paper": "a document", "text": "near-identical text",
}  # fmt: skip


def detect(view: View, policy: Policy) -> list[Finding]:
    """Findings from rarity-weighted links of at least two kinds.

    Notes
    -----
    Whom it may wrong: offices that share a desk and a line, a brand's several accounts. Values that
    many hold, an agency and its clients, and common principals are explained away beforehand.

    References
    ----------
    Fellegi and Sunter (1969), J. Am. Statist. Ass. 64, 1183-1210.
    """
    by_filer: dict[int, list[Link]] = defaultdict(list)
    for link in hands(view, policy):
        by_filer[link.a].append(link)
        by_filer[link.b].append(link)
    return [_finding(view, policy, filer, links) for filer, links in sorted(by_filer.items())]


def _finding(view: View, policy: Policy, filer: int, links: list[Link]) -> Finding:
    links = sorted(links, key=lambda link: (-link.weight, link.a, link.b))
    best = links[0]
    shared: dict[str, int] = {}
    for link in links:
        for said in link.kinds:
            kind, sharers = said.split(":")
            shared[kind] = min(shared.get(kind, 10**9), int(sharers))
    listed = ", ".join(f"{_SAID[kind]} (held by {n})" for kind, n in sorted(shared.items()))
    weight = policy.hands_cap * min(1.0, best.weight / (2 * policy.hands_min_weight) + 0.25)
    numbers: dict[str, float | int | str] = {
        f"{kind}_shared_by": n for kind, n in sorted(shared.items())
    }
    return Finding(
        filer=filer,
        detector="shared_hands",
        family="structure",
        strength=float(np.clip(best.weight / 20, 0, 1)),
        log_odds=weight,
        summary=(
            f"Shares {listed} with {plural(len(links), 'other account')}, none of them its agent "
            f"or principal; over-common values are left out. Same operator?"
        ),
        numbers={
            "accounts": len(links) + 1, "kinds": len(best.kinds),
            "rarity_weight": round(best.weight, 3), "needed": policy.hands_min_weight, **numbers,
        },
        complaints=tuple(view.cases_by_filer[filer][::-1][:200].tolist()),
        partners=tuple(link.b if link.a == filer else link.a for link in links),
    )  # fmt: skip
