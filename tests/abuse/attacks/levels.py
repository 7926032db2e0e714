"""What a scan of an attacked market comes to, and what several attacks are made of."""

from __future__ import annotations

from typing import Any

from abuse import ClaimTable, Policy, scan
from abuse.explain.report import Report
from tests.abuse.boundaries import under
from tests.abuse.makers import Lines, line, table

BELOW_WARNING = ("none", "watch")


# Markets as small as these teach nothing of how many abuse.
TAUGHT_NOTHING = {"score.prior._WEIGHT": 1_000_000}


def scan_untaught(read: ClaimTable, **options: Any) -> Report:
    """A scan by the stated share of abusers, whatever the market shows."""
    with under(**TAUGHT_NOTHING) as policy:
        return scan(read, policy, **options)


def levels(lines: Lines, policy: Policy | None = None) -> dict[str, str]:
    """The level of every filer, by its reference; of those without a finding too."""
    read = table(lines)
    found = {filer.reference: filer.level for filer in scan(read, policy, explain=False).filers}
    return {name: found.get(name, "none") for name in read.filers["reference"].to_pylist()}


def many(name: str, filer: str, day: float, size: int, *events: dict[str, Any]) -> dict[str, Any]:
    """One complaint against many listings, forty a store."""
    one = line(name, filer, day, *events)
    (target,) = one["targets"]
    one["targets"] = [
        {**target, "listing_id": f"{name}-{n}", "store_id": f"{name}-{n // 40}",
         "url": f"https://shop.example/item/{name}-{n}"}
        for n in range(size)
    ]  # fmt: skip
    return one
