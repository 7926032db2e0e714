"""What stands for a store where a record names none."""

from __future__ import annotations

from typing import Any

from abuse import Policy
from abuse.detectors import lockstep
from abuse.record.view import View
from tests.abuse.makers import line, table
from tests.abuse.planted import PLANTED


def aimed(reference: str, listing: str, **target: Any) -> dict[str, Any]:
    one = line(reference, f"f{reference}", 1, listing=listing)
    del one["targets"][0]["store_id"]
    one["targets"][0].update(target)
    return one


def test_the_same_listing_tells_its_store_then_who_runs_it_then_the_listing_itself() -> None:
    view = View(
        table([
            aimed("A", "L1", store_id="S1", operator="ann"), aimed("B", "L1", operator="ben"),
            aimed("C", "L2", operator="cem"), aimed("D", "L3", operator="cem"),
            aimed("E", "L4"), aimed("F", "L4"), aimed("G", "L5"),
        ])
    )  # fmt: skip
    names = view.table.filers["reference"].to_pylist()
    shown = {names[f]: view.stores[s] for f, s in zip(view.filer, view.store, strict=True)}
    assert shown == {
        "fA": "S1", "fB": "S1", "fC": "operator cem", "fD": "operator cem",
        "fE": "listing L4", "fF": "listing L4", "fG": "listing L5",
    }  # fmt: skip


def test_a_ring_is_found_where_no_store_is_named() -> None:
    lines = PLANTED["lockstep"]()
    told = {f.filer for f in lockstep.detect(View(table(lines)), Policy())}
    for one in lines:
        for target in one["targets"]:
            store = target.pop("store_id")
            target["listing_id"] = f"only-of-{store}"
    assert {f.filer for f in lockstep.detect(View(table(lines)), Policy())} == told != set()
