"""What a rival is made of: its shops, their trades, how its targets sell and how long they have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from abuse import ClaimTable, Policy
from abuse.detectors import rival
from abuse.detectors.rival import _Market
from abuse.findings import Finding
from abuse.record.view import View
from tests.abuse.boundaries import under
from tests.abuse.makers import Lines, known, line, table
from tests.abuse.planted import PLANTED

LAMPS, SHOES = 0, 1


def positions(view: View) -> dict[str, int]:
    return {name: spot for spot, name in enumerate(view.table.filers["reference"].to_pylist())}


HAND = {"phone": "+8613811112222", "device": "dev-77"}


def shops(*, confirmed: bool) -> dict[str, tuple[set[str], set[str], set[str]]]:
    """By filer the stores it runs, of accounts tied to it, and of those that show its marks."""
    other = {"phone": "+8613811113333", "device": "dev-88"}
    faces: dict[str, dict[str, Any]] = {
        "both": {**HAND, "operates": ["one", "two"]},
        "none": HAND,
        "same": {**HAND, "operates": ["two"]},
        "alone": {"operates": ["three"]},
        # Bound to each other, and neither has a shop.
        "left": other,
        "right": other,
    }
    lines = [line(name, name, at, filer_more=face) for at, (name, face) in enumerate(faces.items())]
    view = View(known(lines, "confirmed") if confirmed else table(lines))
    names = list(positions(view))
    return {
        names[filer]: (runs.own, runs.tied, set().union(*runs.shown.values()))
        for filer, runs in rival._shops(view, Policy()).items()
    }


def test_a_filers_shops_are_its_own_and_those_of_accounts_tied_to_it() -> None:
    assert shops(confirmed=True) == {
        "both": ({"one", "two"}, set(), set()),
        "none": (set(), {"one", "two"}, set()),
        "same": ({"two"}, {"one"}, set()),
        "alone": ({"three"}, set(), set()),
    }
    assert rival._shops(View(table([line("A", "left", 1)])), Policy()) == {}


def test_of_marks_that_nobody_confirmed_only_the_later_account_is_told() -> None:
    assert shops(confirmed=False) == {
        "both": ({"one", "two"}, set(), set()),
        "none": (set(), set(), {"one", "two"}),
        "same": ({"two"}, set(), {"one", "two"}),
        "alone": ({"three"}, set(), set()),
    }


def test_a_shop_of_who_only_shows_its_marks_is_an_act_of_others() -> None:
    lines = [one for one in PLANTED["rival"]() if not one["reference"].startswith("G")]
    for c in range(10):
        hot = {"sales_30d": 900 + c, "category": "lamps", "listed_on": "2023-01-01"}
        lines.append(line(f"V{c}", "victim", c, filer_more=HAND, target_more=hot))

    def found(first: float, read: Callable[[Lines], ClaimTable]) -> Finding | None:
        face = {**HAND, "operates": ["lamp-palace"]}
        shop = line("P", "shop", first, filer_more=face, target_more={"category": "bags"})
        view = View(read([*lines, shop]))
        spot = positions(view)["victim"]
        return next((f for f in rival.detect(view, Policy()) if f.filer == spot), None)

    assert found(5, table) is None
    later = found(-5, table)
    assert later is not None
    assert (later.outside, later.acts) == (1.0, {"copies": 1})
    tied = found(5, lambda lines: known(lines, "confirmed"))
    assert tied is not None
    assert tied.outside == 0.0


def test_a_shop_sells_what_its_own_complaints_say_else_what_its_operators_other_shops_do() -> None:
    def hit(number: int, store: str, category: str | None, operator: str | None) -> dict[str, Any]:
        target = {"category": category, "operator": operator}
        return line(f"C{number}", "buyer", number, store=store, target_more=target)

    said = [
        ("palace", "lamps", "op"), ("palace", "shoes", "op"), ("palace", None, "op"),
        ("silent", None, "op"), ("other", "bags", "op"),
        ("mute", None, None), ("lone", "toys", None), ("stranger", "tools", None),
        ("elsewhere", "tools", "op-2"),
        ("shared", None, "op-3"), ("sister", "hats", "op-3"), ("sister", None, "op-3"),
        ("blank", None, "op-4"),
    ]  # fmt: skip
    view = View(table([hit(number, *each) for number, each in enumerate(said)]))
    shops = {
        0: rival._Shops({"palace", "silent", "mute", "unseen", "blank"}, {"shared"}, {}),
        1: rival._Shops({"lone"}, set(), {}),
    }
    named = {
        store: {view.categories[code] for code in codes}
        for store, codes in rival._categories(view, shops).items()
    }
    assert named == {
        "palace": {"lamps", "shoes"},
        "silent": {"lamps", "shoes", "bags"},
        "lone": {"toys"},
        "shared": {"hats"},
    }


def ranks(*claims: tuple[str, str, str | None, int | None]) -> list[float | None]:
    """The rank of each claim: filer, listing, category and sales."""
    lines = [
        line(f"C{n}", filer, n, listing=listing,
             target_more={"category": category, "sales_30d": sales})
        for n, (filer, listing, category, sales) in enumerate(claims)
    ]  # fmt: skip
    rank = rival._sales_rank(View(table(lines)))
    return [None if np.isnan(one) else one for one in rank.tolist()]


def test_a_listing_ranks_among_those_hit_in_its_category() -> None:
    # Of four, the middle of its place: 1/8, two share 2/8 to 6/8, 7/8. Of two: 1/4, 3/4.
    assert ranks(
        ("a", "l1", "lamps", 0), ("b", "l2", "lamps", 2), ("c", "l3", "lamps", 2),
        ("d", "l4", "lamps", 9), ("a", "s1", "shoes", 0), ("a", "s2", "shoes", 9),
    ) == [0.125, 0.5, 0.5, 0.875, 0.25, 0.75]  # fmt: skip
    assert ranks(("a", "l1", "lamps", 5)) == [0.5]
    assert ranks(("a", "l1", "lamps", None), ("a", "l2", None, 4)) == [None, None]
    assert ranks(("a", "l1", "lamps", None), ("a", "l2", "lamps", 4)) == [None, 0.5]


def test_a_listing_counts_once_and_once_for_each_filer() -> None:
    # Hit five times it is still one of two; its filer's second claim on it has no rank.
    found = ranks(
        ("a", "l1", "lamps", 1), ("a", "l1", "lamps", 1), ("b", "l1", "lamps", 1),
        ("b", "l2", "lamps", 3), ("c", "l2", "lamps", 3), ("c", "l2", "lamps", 3),
    )  # fmt: skip
    assert found == [0.25, None, 0.25, 0.75, 0.75, None]
    assert ranks(
        ("b", "l1", "lamps", 1), ("c", "l1", "lamps", 1), ("d", "l1", "lamps", 1),
        ("a", "l2", "lamps", 5),
    ) == [0.25, 0.25, 0.25, 0.75]  # fmt: skip
    # What it sold when it was hit first is its place; later it stands where it then would.
    assert ranks(("a", "l1", "lamps", 1), ("b", "l2", "lamps", 5), ("c", "l1", "lamps", 9)) == [
        0.25, 0.75, 1.0,
    ]  # fmt: skip
    # The first claim puts it in one category, so it is alone in none when it is hit in another.
    assert ranks(("a", "l1", "lamps", 1), ("b", "l1", "shoes", 1)) == [0.5, 0.0]


def test_claims_without_a_listing_are_nobody_elses() -> None:
    view = View(table([line(f"C{n}", f"f{n}", n, target_more={"sales_30d": n}) for n in range(3)]))
    # The first filer names the last listing, the second none.
    view.listing = np.array([2, -1, 1])
    assert rival._sales_rank(view).tolist() == pytest.approx([0.25, 0.5, 0.75])


def test_a_store_is_as_old_as_its_first_known_day_on_sale() -> None:
    def hit(number: int, store: str, listed: str | None) -> dict[str, Any]:
        return line(f"C{number}", "f", number, store=store, target_more={"listed_on": listed})

    stores = [("old", "2025-12-01"), ("old", "2025-11-01"), ("old", None), ("young", "2026-01-01"),
              ("unknown", None)]  # fmt: skip
    view = View(table([hit(number, *each) for number, each in enumerate(stores)]))
    # From the first of November to the first of January are 61 days.
    ages = rival._age(view)
    assert ages[:4].tolist() == [61, 62, 63, 3]
    assert np.isnan(ages[4])
    # A claim whose store is not known has no age, and gives none to another store.
    view.store = np.where(view.store == view.store[3], -1, view.store)
    ages = rival._age(view)
    assert ages[:3].tolist() == [61, 62, 63]
    assert np.isnan(ages[3:]).all()
    last = View(table([hit(0, "a", "2025-12-01"), hit(1, "b", None)]))
    last.store = np.array([last.store[0], -1])
    assert np.isnan(rival._age(last)[1])


def weigh(
    claims: int = 12,
    *,
    rank: float | None = 0.75,
    age: float | None = 300.0,
    young: int = 0,
    own: tuple[str, ...] = ("palace",),
    shared: tuple[str, ...] = (),
    elsewhere: int = 0,
    sells: dict[str, set[int]] | None = None,
    least: float = 1.0,
    established: float = 0.5,
) -> Finding | None:
    """What is said of a filer with so many claims on lamps and so many on shoes."""
    lines = [
        line(f"C{n}", "f", n, target_more={"category": "lamps" if n < claims else "shoes",
                                           "sales_30d": (n * 7) % 12})
        for n in range(claims + elsewhere)
    ]  # fmt: skip
    view = View(table(lines))
    assert view.categories[LAMPS] == "lamps"
    size = claims + elsewhere
    market = _Market(
        {"palace": {LAMPS, SHOES}} if sells is None else sells,
        np.full(size, np.nan if rank is None else rank),
        np.full(size, np.nan if age is None else age),
    )
    market.age[:young] = 20.0
    held = {"detectors.rival._BEST_SELLERS": least, "detectors.rival._ESTABLISHED": established}
    with under(**held) as given:
        return rival._finding(view, given, 0, np.arange(size), set(own), set(shared), market)


def odds(*args: Any, **more: Any) -> float:
    found = weigh(*args, **more)
    assert found is not None
    return found.log_odds


def test_what_a_rival_weighs() -> None:
    # Twelve ranks of 3/4 lie 1/4 * sqrt(12 * 12) = 3 deviations above chance, a quarter of each
    # of which counts, up to 0.8 in all.
    assert odds() == pytest.approx(1.0 + 0.75)
    assert odds(rank=0.7) == pytest.approx(1.0 + 0.25 * 0.2 * 12)
    assert odds(rank=0.95) == pytest.approx(1.0 + 0.8)
    # 3.2 deviations are the most that counts.
    assert odds(rank=0.5 + 3.2 / 12) == pytest.approx(1.8)
    assert odds(rank=0.5 + 3.1 / 12) == pytest.approx(1.775)
    # Where the trade of its shop is not known, and where only an account bound to it has the shop.
    assert odds(sells={}) == pytest.approx(0.7 + 0.75)
    assert odds(own=(), shared=("palace",)) == pytest.approx(1.0 + 0.75 + 0.3)
    assert odds(own=(), shared=("palace",), sells={}) == pytest.approx(0.7 + 0.75 + 0.3)
    # Whose targets sell worse than chance gives, a platform may still ask for.
    assert odds(rank=0.25, least=-9.0) == pytest.approx(1.0)


def test_a_rivals_shop_sells_what_it_attacks_or_nobody_knows_what() -> None:
    assert weigh() is not None
    assert weigh(sells={"palace": {SHOES}}) is None
    assert weigh(own=("palace", "hall"), sells={"palace": {SHOES}}) is not None
    assert weigh(own=(), shared=("palace",), sells={"palace": {SHOES}}) is None
    assert weigh(own=(), shared=("palace",)) is not None


def test_a_rival_is_told_of_with_its_figures() -> None:
    found = weigh(
        13, elsewhere=6, rank=0.81237, young=7, own=("palace", "hall", "den"), shared=("booth",),
        sells={"palace": {LAMPS}, "hall": {SHOES}, "booth": {LAMPS, SHOES}},
    )  # fmt: skip
    assert found is not None
    # 0.31237 * sqrt(12 * 19) = 4.7167
    assert found.numbers == {
        "stores_run": 3, "stores_of_shared_hands": 1, "same_category": 2, "unknown_category": 1,
        "claims": 19, "aim": 0.6842, "established_share": 0.6316, "established_days": 240,
        "sales_rank": 0.8124, "sales_z": 4.717,
    }  # fmt: skip
    assert found.strength == pytest.approx(13 / 19 * (0.5 + 0.81237 / 2))
    assert (found.filer, found.detector, found.family) == (0, "rival", "authority")
    assert (found.least, found.ceiling) == (6, None)
    # Its lamps alone, the best sellers first: n * 7 % 12 is 11 for 5, 10 for 10, 0 for 0 and 12.
    assert found.complaints == (5, 10, 3, 8, 1, 6, 11, 4, 9, 2, 7, 0, 12)


def test_what_is_not_known_of_the_targets_speaks_for_nobody() -> None:
    assert weigh(rank=None) is None
    assert weigh(age=None) is None
    unranked = weigh(rank=None, least=0.0)
    assert unranked is not None
    assert (unranked.numbers["sales_rank"], unranked.numbers["sales_z"]) == (0.5, 0.0)
    assert unranked.strength == 0.75
    ageless = weigh(age=None, established=0.0)
    assert ageless is not None
    assert ageless.numbers["established_share"] == 0.0


@pytest.mark.parametrize(("days", "found"), [(239.0, False), (240.0, True), (241.0, True)])
def test_a_target_is_established_from_so_many_days_on(days: float, found: bool) -> None:
    assert (weigh(age=days) is not None) is found


def test_only_what_has_a_category_counts_as_a_claim_of_a_rival() -> None:
    def found(lines: Lines, least: int = 6) -> list[Finding]:
        with under(**{"rival_min_claims": least, "detectors.rival._BEST_SELLERS": -9.0}) as given:
            return rival.detect(View(table(lines)), given)

    runs = {"operates": ["shop"]}
    old = {"sales_30d": 3, "category": "lamps", "listed_on": "2020-01-01"}
    lines = [line(f"R{n}", "r", n, filer_more=runs, target_more=old) for n in range(6)]
    lines += [line(f"A{n}", "also", n, filer_more=runs, target_more=old) for n in range(6)]
    assert [len(found(lines, least)) for least in (5, 6, 7)] == [2, 2, 0]
    for each in lines[:3]:
        del each["targets"][0]["category"]
    assert [one.numbers["claims"] for one in found(lines, 3)] == [6, 3]
    # Who falls short hides nobody who comes after.
    again = [line(f"Z{n}", "zeta", n, filer_more=runs, target_more=old) for n in range(6)]
    assert len(found(lines + again)) == 2
    assert found([line("N", "nobody", 1, target_more=old)]) == []
