"""A market of a few lines: honest filers, one filer whose claims all fail, and who plots."""

from __future__ import annotations

from abuse.market.made import Market, Truth
from tests.abuse.makers import event, honest, line


def make(
    seed: int, *, size: int | None = None, base: float | None = None, strategies: bool = False
) -> Market:
    """The same lines whatever the seed; `base` adds as many abusers as its per mille says."""
    if seed < 0:
        raise ValueError("a seed is not negative")
    filers = size or 20
    lines, truth = honest(filers=filers, each=6), {f"honest-{n}": Truth() for n in range(filers)}
    truth["honest-1"] = Truth(innocent_kind="unlucky")
    for n in range(1 + round(1000 * (base or 0))):
        lines += [
            line(f"B{n}-{c}", f"bad-{n}", c * 12, event("rejection", c * 12 + 1)) for c in range(25)
        ]
        truth[f"bad-{n}"] = Truth(pattern="squatter")
    if strategies:
        truth["honest-2"] = Truth(innocent_kind="framed", strategy="mob", budget=5)
        lines += [line(f"F{c}", "framer", c * 9, event("takedown", c * 9 + 1)) for c in range(9)]
        truth["framer"] = Truth(pattern="framer", strategy="mob", budget=5)
    return Market(seed, lines, truth, [])
