"""Structure: accounts that share identifiers, papers or words with others.

Says "same operator?" and never more: alone it cannot lift a filer above watch.
"""

from __future__ import annotations

from typing import Final

from abuse.findings import Finding, Link, links_by_filer
from abuse.linking.identifiers import identifier_links, private_part, speaks_against
from abuse.linking.judged_links import JUDGED, is_judged
from abuse.policy import Policy
from abuse.record.view import View

# The evidence of the deepest case; what it weighs the shapes say (`abuse.policy.shapes`).
_MOST: Final = 4.0


def detect(view: View, policy: Policy) -> list[Finding]:
    """Findings from rarity-weighted links of at least two kinds.

    Notes
    -----
    What is public (a telephone, a website, a certificate, words) binds only the account that came
    later: nobody is to blame for being copied. Whom it may wrong: offices that share a desk and a
    line, a brand's several accounts. Values that many hold, an agency and its clients, and common
    principals are explained away beforehand.

    References
    ----------
    Fellegi and Sunter (1969), J. Am. Statist. Ass. 64, 1183-1210.
    """
    by_filer = links_by_filer(identifier_links(view, policy))
    counting = {
        filer: [link for link in links if speaks_against(view, link, filer)]
        for filer, links in by_filer.items()
    }
    return [finding(view, policy, filer, links) for filer, links in counting.items() if links]


def finding(view: View, policy: Policy, filer: int, links: list[Link]) -> Finding:
    """What a filer's links of this kind come to."""
    links = sorted(links, key=lambda link: (-link.weight, link.a, link.b))
    best = links[0]
    shared: dict[str, int] = {}
    for link in links:
        for value in link.kinds:
            kind, sharers = value.split(":")
            if kind == JUDGED:
                continue
            shared[kind] = min(int(sharers), shared.get(kind, int(sharers)))
    weight = _MOST * min(1.0, best.weight / (2 * policy.identifiers_min_weight) + 0.25)
    numbers: dict[str, float | int | str] = {
        f"{kind}_shared_by": n for kind, n in sorted(shared.items())
    }
    judged = sum(map(is_judged, links))
    private = max(private_part(view, link) for link in links)
    if judged:
        numbers["judged_accounts"] = judged
    return Finding(
        filer=filer,
        detector="shared_hands",
        family="structure",
        strength=min(1.0, best.weight / 20),
        log_odds=weight,
        numbers={
            "accounts": len(links) + 1, "kinds": len(best.kinds),
            "rarity_weight": round(best.weight, 3), "needed": policy.identifiers_min_weight,
            "among": view.n_filers, **numbers,
        },
        complaints=tuple(view.complaints_by_filer[filer][::-1][:200].tolist()),
        outside=1 - private,
        acts={"copies": len(links)},
        partners=tuple(link.b if link.a == filer else link.a for link in links),
    )  # fmt: skip
