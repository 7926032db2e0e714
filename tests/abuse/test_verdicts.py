"""What outcomes say is learnt from honest filers, whoever else files."""

from __future__ import annotations

from typing import Any

import pytest

from abuse import scan
from tests.abuse.makers import event, honest, line, table


def refused(filer: str, complaints: int, targets: int) -> list[dict[str, Any]]:
    """A filer all of whose claims are refused."""
    lines = []
    for c in range(complaints):
        entry = line(f"{filer}-{c}", filer, c * 7, event("rejection", c * 7 + 2))
        entry["targets"] = [
            {**entry["targets"][0], "url": f"{entry['targets'][0]['url']}-{t}",
             "listing_id": f"{filer}-{c}-{t}", "store_id": f"shop-{(c * targets + t) % 400}"}
            for t in range(targets)
        ]  # fmt: skip
        lines.append(entry)
    return lines


@pytest.mark.parametrize("masses", [0, 40, 100, 300])
def test_one_filer_refused_in_masses_does_not_make_refusals_say_less(masses: int) -> None:
    lines = (
        honest(40, 12) + refused("guilty", 40, 1) + refused("masses", 5 if masses else 0, masses)
    )
    found = {filer.reference: filer.level for filer in scan(table(lines), explain=False).filers}
    assert {name for name in found if found[name] != "none"} == {"guilty", "masses"} - (
        set() if masses else {"masses"}
    )
    assert found["guilty"] == "warning"
