"""Sock puppets follow each complaint of a small victim with one of their own, store by store."""

from __future__ import annotations

from typing import Any

import pytest

from abuse import scan
from tests.abuse.attacks.levels import BELOW_WARNING
from tests.abuse.makers import Lines, event, honest, line, table


def sweep(name: str, filer: str, day: float, stores: int, end: str) -> dict[str, Any]:
    """One complaint against one listing at each of so many stores."""
    one = line(name, filer, day, event(end, day + 3))
    (target,), batch = one["targets"], name.split("-")[-1]
    one["targets"] = [
        {**target, "listing_id": f"{batch}-{n}", "store_id": f"{batch}-{n}",
         "url": f"https://shop.example/item/{batch}-{n}"}
        for n in range(stores)
    ]  # fmt: skip
    return one


def framed(complaints: int, stores: int, puppets: int) -> Lines:
    """Two of the victim's complaints are refused, and all that the puppets file a day later."""
    lines = honest(filers=60)
    for c in range(complaints):
        day, end = 100 + c * 25.0, "rejection" if c < 2 else "takedown"
        lines.append(sweep(f"V-{c}", "victim", day, stores, end))
        for p in range(puppets):
            lines.append(sweep(f"P{p}-{c}", f"puppet-{p}", day + 1, stores, "rejection"))
    return lines


@pytest.mark.parametrize(("complaints", "stores"), [(3, 10), (4, 30), (5, 20), (3, 40)])
def test_a_complaint_against_many_stores_is_one_act(complaints: int, stores: int) -> None:
    found = scan(table(framed(complaints, stores, puppets=3)), explain=False)
    (victim,) = (f for f in found.filers if f.reference == "victim")
    assert victim.level in BELOW_WARNING
    budget = victim.certificate["framing_budget"]
    assert budget is None or budget <= 3 * complaints
