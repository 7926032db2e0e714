"""Eight honest brands hunt the same twelve copy shops, eight of which answer everything in vain."""

from __future__ import annotations

from typing import Any

import pytest

from tests.abuse.attacks.levels import levels
from tests.abuse.makers import Lines, event, honest, line


def answered(day: float, ends: str) -> Lines:
    """What became of a claim whose seller answers everything; `ends` may be nothing yet."""
    after = [event(ends, day + 14)] if ends else []
    return [event("takedown", day + 2), event("counter_notice", day + 4), *after]


def hunt(ends: Any) -> Lines:
    """Each brand at each shop within the same weeks; the last four shops say nothing."""
    lines = honest()
    for brand in range(8):
        for shop in range(12):
            day = shop * 18 + brand * 0.8
            events = answered(day, ends(brand, shop)) if shop < 8 else [event("takedown", day + 2)]
            name = f"B{brand}-{shop}"
            lines.append(line(name, f"brand-{brand}", day, *events, store=f"copies-{shop}"))
    return lines


@pytest.mark.parametrize(
    "ends",
    [
        lambda brand, shop: "takedown",
        lambda brand, shop: "",
        lambda brand, shop: "" if (brand + shop) % 2 else "takedown",
    ],
    ids=["all in vain", "all undecided", "half undecided"],
)
def test_answers_of_copy_shops_convict_no_brand(ends: Any) -> None:
    found = levels(hunt(ends))
    assert {name: level for name, level in found.items() if level != "none"} == {}
