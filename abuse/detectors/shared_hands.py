"""Structure: accounts that share identifiers, papers or words with others.

Says "same operator?" and never more: alone it cannot lift a filer above watch.
"""

from __future__ import annotations

from typing import Final

from abuse.findings import Finding, Link
from abuse.linking.binding import is_own, own_weight, weight_against
from abuse.linking.identifiers import identifier_links
from abuse.linking.judged_links import JUDGED, is_judged
from abuse.linking.rarity import LINK
from abuse.policy import Policy
from abuse.record.view import View
from abuse.structure.against import links_against

# The evidence of the deepest case; what it weighs the shapes say (`abuse.policy.shapes`).
_MOST: Final = 4.0


def detect(view: View, policy: Policy) -> list[Finding]:
    """Findings from rarity-weighted links of at least two kinds.

    Notes
    -----
    What is confirmed at both ends binds both. All else binds only the account that came later, and
    not where the mark is proven: nobody is to blame for being copied
    (`abuse.linking.binding`). Whom it may wrong: offices that share a desk and a line, a brand's
    several accounts. Values that many hold, an agency and its clients, and common principals are
    explained away beforehand.

    References
    ----------
    Fellegi and Sunter (1969), J. Am. Statist. Ass. 64, 1183-1210.
    """
    by_filer = links_against(identifier_links(view, policy))
    return [finding(view, filer, links) for filer, links in by_filer.items()]


def finding(view: View, filer: int, links: list[Link]) -> Finding:
    """What links of this kind that speak against a filer come to."""
    links = sorted(links, key=lambda link: (-weight_against(link, filer), link.a, link.b))
    best, against = links[0], weight_against(links[0], filer)
    shared: dict[str, int] = {}
    for link in links:
        for value in link.kinds:
            kind, sharers = value.split(":")
            if kind == JUDGED:
                continue
            shared[kind] = min(int(sharers), shared.get(kind, int(sharers)))
    weight = _worth(against)
    own = max(own_weight(link) for link in links)
    numbers: dict[str, float | int | str] = {
        f"{kind}_shared_by": n for kind, n in sorted(shared.items())
    }
    judged = sum(map(is_judged, links))
    if judged:
        numbers["judged_accounts"] = judged
    return Finding(
        filer=filer,
        detector="shared_hands",
        family="structure",
        strength=min(1.0, against / 20),
        log_odds=weight,
        numbers={
            "accounts": len(links) + 1, "kinds": len(best.kinds),
            "rarity_weight": round(best.weight, 3), "needed": LINK,
            "among": view.n_filers, **numbers,
        },
        complaints=tuple(view.complaints_by_filer[filer][::-1][:200].tolist()),
        outside=1 - _worth(own) / weight if own > 0 else 1.0,
        acts={"copies": sum(not is_own(link) for link in links)},
        partners=tuple(link.b if link.a == filer else link.a for link in links),
    )  # fmt: skip


def _worth(shared: float) -> float:
    """What sharing marks of so much rarity adds, in log-odds."""
    return _MOST * min(1.0, shared / (2 * LINK) + 0.25)
