"""Sock puppets copy all that a victim shows in public and file in lockstep right after it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.abuse.attacks.levels import BELOW_WARNING, levels
from tests.abuse.makers import Lines, event, honest, line

WORDS = (
    "The goods offered under this listing bear our registered mark without our consent, are not of "
    "our making, and were bought by us in a test purchase that we keep."
)
PUBLIC = {
    "phone": "+8657188001234", "website": "https://lorand.example/", "country": "CN",
}  # fmt: skip


def filed(
    name: str, filer: str, day: float, *events: dict[str, Any], **more: Any
) -> dict[str, Any]:
    box = {"email": f"{filer}@lorand.example", **PUBLIC}
    paper = [{"kind": "registration", "sha256": "c" * 64}]
    return line(name, filer, day, *events, filer_more=box, statement=WORDS, documents=paper, **more)


def framed(puppets: int, claims: int) -> Lines:
    """The puppets follow within hours and lose all; five sellers answer the victim."""
    lines = honest()
    for c in range(claims):
        day, store = 20 + c * 5.0, f"aimed-{c}"
        events = [event("takedown", day + 3)]
        if c < 5:
            events.append(event("counter_notice", day + 6))
        lines.append(filed(f"V{c}", "victim", day, *events, store=store))
        for p in range(puppets):
            later = day + 0.1 + p * 0.05
            lost = event("rejection", later + 4)
            lines.append(filed(f"P{p}-{c}", f"puppet-{p}", later, lost, store=store))
    return lines


@pytest.mark.parametrize("claims", [5, 8, 50])
@pytest.mark.parametrize("puppets", [3, 10, 30])
def test_who_is_copied_is_not_warned(puppets: int, claims: int) -> None:
    found = levels(framed(puppets, claims))
    assert found["victim"] in BELOW_WARNING
    # The puppets lost all, and are not overlooked for it: fifteen lost filings are looked at first.
    overlooked = BELOW_WARNING if puppets * claims > 15 else ("none",)
    assert found["puppet-0"] not in overlooked
