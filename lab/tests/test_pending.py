"""Markets of each open maker with all outcomes taken away: whom do structure, rights and pace
name?"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from abuse import ClaimTable, scan
from lab.makers import make, open_makers
from tests.abuse.makers import without_outcomes


@cache
def named(maker: str) -> Counter[tuple[bool, str]]:
    """Filers by whether they abuse and by level, of a small market all of whose claims wait."""
    market = make(maker, 1, size=800)
    whole = ClaimTable.from_lines(market.lines, vouched=True)
    waiting = without_outcomes(market.lines)
    read = ClaimTable.from_lines(waiting, vouched=True, as_of=whole.as_of)
    levels = {filer.reference: filer.level for filer in scan(read, explain=False).filers}
    return Counter(
        (truth.pattern is not None, levels.get(name, "none"))
        for name, truth in market.truth.items()
    )


@pytest.mark.parametrize("maker", open_makers())
def test_nobody_innocent_is_warned_and_hardly_anybody_watched(maker: str) -> None:
    innocent = {level: n for (abuses, level), n in named(maker).items() if not abuses}
    assert set(innocent) <= {"none", "watch"}
    assert innocent.get("watch", 0) <= 0.01 * sum(innocent.values())


def test_some_abusers_are_watched() -> None:
    assert sum(named(maker)[True, "watch"] for maker in open_makers()) >= 5
