"""In which countries a right holds, whether a listing is offered there, and whose law that is."""

from __future__ import annotations

import doctest

import pytest

from complaints.rules.authority import territories
from complaints.rules.authority.territories import (
    ARIPO,
    BERNE,
    EUROPEAN_PATENTS,
    GULF,
    NOT_OF_BERNE,
    OAPI,
    Cover,
    Territory,
    country_of_law,
    may_be_designated,
    reach_of,
    territory_of,
)
from complaints.rules.law.countries import CODES
from complaints.rules.law.regimes.european_union import MEMBERS


def test_examples() -> None:
    assert doctest.testmod(territories).failed == 0


def test_memberships_are_of_countries_and_have_their_numbers() -> None:
    sizes = {len(EUROPEAN_PATENTS): 46, len(OAPI): 17, len(ARIPO): 22, len(GULF): 6}
    assert all(found == said for found, said in sizes.items())
    assert EUROPEAN_PATENTS | OAPI | ARIPO | GULF | NOT_OF_BERNE <= CODES
    assert len(NOT_OF_BERNE) == 15


@pytest.mark.parametrize(
    ("kind", "place", "named", "countries"),
    [
        ("trademark", "CN", None, {"CN"}),
        # What a holder names of a right of one country is not believed.
        ("trademark", "CN", ["DE"], {"CN"}),
        ("trademark", "EU", ["US"], MEMBERS),
        ("design", "NL", None, {"BE", "LU", "NL"}),
        ("patent", "NL", None, {"NL"}),
        ("trademark", "OA", None, OAPI),
        ("patent", "GC", None, GULF),
        ("trademark", "GC", ["SA", "DE"], {"SA"}),
        ("patent", "EP", ["DE", "US"], {"DE"}),
        ("patent", "EU", None, None),
        ("trademark", "WO", ["BX", "GB"], {"BE", "LU", "NL", "GB"}),
        ("trademark", "WO", None, None),
        ("trademark", "Atlantis", None, None),
        ("trademark", "em", None, MEMBERS),
        ("copyright", "CN", ["DE"], BERNE),
    ],
)
def test_where_a_right_holds(
    kind: str, place: str | None, named: list[str] | None, countries: set[str] | None
) -> None:
    assert territory_of(kind, place, named).countries == countries


def test_only_of_what_an_office_leaves_open_the_holder_is_asked() -> None:
    asked = {
        (kind, place)
        for kind in ("trademark", "patent", "design", "copyright", "other")
        for place in ("CN", "EU", "BX", "EP", "WO", "AP", "OA", "GC", "EA")
        if may_be_designated(kind, place)
    }
    assert {("trademark", "WO"), ("patent", "EP"), ("patent", "EU"), ("trademark", "GC")} <= asked
    assert not asked & {("trademark", "EU"), ("patent", "OA"), ("patent", "GC"), ("patent", "CN")}
    assert not any(kind == "copyright" for kind, _place in asked)


GERMAN = Territory(frozenset({"DE"}))
EVERYWHERE = ["worldwide"]


@pytest.mark.parametrize(
    ("territory", "offered", "cover", "shown", "holds"),
    [
        (GERMAN, ["DE"], Cover.WHOLE, ("DE",), ("DE",)),
        (GERMAN, ["DE", "FR"], Cover.PART, ("DE", "FR"), ("DE",)),
        (GERMAN, ["FR"], Cover.OUTSIDE, ("FR",), ("FR",)),
        (GERMAN, ["EU"], Cover.PART, ("EU",), ("DE",)),
        (GERMAN, EVERYWHERE, Cover.PART, (), ("DE",)),
        # Nobody knows where it is offered: it holds in its own country, wherever that is.
        (GERMAN, [], Cover.WHOLE, (), ("DE",)),
        (Territory(MEMBERS), ["EU"], Cover.WHOLE, ("EU",), ("EU",)),
        (Territory(None), ["FR"], Cover.UNKNOWN, ("FR",), ("FR",)),
        (Territory(None, EUROPEAN_PATENTS), ["US"], Cover.OUTSIDE, ("US",), ("US",)),
        (
            Territory(None, EUROPEAN_PATENTS),
            ["US", "DE"],
            Cover.UNKNOWN,
            ("DE", "US"),
            ("DE", "US"),
        ),
        (Territory(BERNE), EVERYWHERE, Cover.WHOLE, (), ()),
        (Territory(BERNE), [], Cover.WHOLE, (), ()),
        (Territory(BERNE), ["IR"], Cover.OUTSIDE, ("IR",), ("IR",)),
    ],
)
def test_whether_a_right_covers_where_a_listing_is_offered(
    territory: Territory, offered: list[str], cover: Cover, shown: object, holds: object
) -> None:
    reach = reach_of(territory, offered)
    assert (reach.cover, reach.offered, reach.holds) == (cover, shown, holds)


def test_everywhere_has_its_exceptions() -> None:
    chinese = Territory(frozenset({"CN"}))
    assert reach_of(chinese, EVERYWHERE).cover is Cover.PART
    assert reach_of(chinese, EVERYWHERE, nowhere_in=["CN"]).cover is Cover.OUTSIDE


@pytest.mark.parametrize(
    ("place", "holds", "law"),
    [
        ("DE", ["DE"], "DE"),
        ("EU", ["DE"], "EU"),
        ("EU", ["DE", "FR"], "EU"),
        ("WO", ["DE"], "DE"),
        ("CN", ["DE", "FR"], None),
        ("DE", [], None),
    ],
)
def test_whose_law_it_is(place: str, holds: list[str], law: str | None) -> None:
    assert country_of_law(place, holds) == law
