"""Fakes file in the name of a small brand before it does: the brand must not be doubted for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.abuse.attacks.levels import levels
from tests.abuse.makers import Lines, event, honest, line

BRAND = {"name": "Velora GmbH", "kind": "rights_holder", "email": "ip@velora.example"}
FAKES: list[dict[str, Any]] = [
    {"name": "Velora GmbH", "kind": "rights_holder", "email": "ip@velora-legal.example"},
    {"name": "Velora Brand Care", "kind": "agent", "email": "ip@veloracare.example"},
    {"name": "Velora", "kind": "rights_holder", "email": "office@velora.test"},
]


def market(fakes: int, each: int, held: int) -> Lines:
    """The fakes come first, and of their claims so many of four hold; then the brand's eight."""
    lines = honest(filers=60)
    mark = {"number": "TM-77"}
    for f, face in enumerate(FAKES[:fakes]):
        holder: Any = {"rights_holder": {"name": "Velora GmbH"}} if face["kind"] == "agent" else {}
        for c in range(each):
            day = c * 6.0 + f
            end = event("takedown" if c % 4 < held else "rejection", day + 2)
            lines.append(line(f"F{f}-{c}", f"fake-{f}", day, end, filer_more=face,
                              right_more=mark, **holder))  # fmt: skip
    for c in range(8):
        day = 150 + c * 12.0
        end = event("rejection" if c == 5 else "takedown", day + 2)
        lines.append(line(f"V{c}", "velora", day, end, filer_more=BRAND, right_more=mark))
    return lines


@pytest.mark.parametrize("held", [1, 2, 3])
@pytest.mark.parametrize("fakes", [1, 2, 3])
def test_the_brand_is_not_taken_for_the_impostor(fakes: int, held: int) -> None:
    assert levels(market(fakes, 8, held))["velora"] == "none"
