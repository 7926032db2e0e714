"""A country is stated by its code; what many write in its place is said."""

from __future__ import annotations

import re

import pytest

from complaints.rules.law.countries import (
    CODES,
    OFFICES,
    CountryError,
    read_country,
    read_place_of_right,
)
from complaints.rules.law.regimes.european_union import MEMBERS


def test_a_code_is_read_in_any_case() -> None:
    assert (read_country(" gb "), read_country("CN")) == ("GB", "CN")
    assert MEMBERS <= CODES


@pytest.mark.parametrize(
    ("typed", "said"), [("UK", "Write GB (United Kingdom)."), ("el", "Write GR (Greece).")]
)
def test_what_is_meant_is_said(typed: str, said: str) -> None:
    for read in (read_country, read_place_of_right):
        with pytest.raises(CountryError, match=re.escape(said)):
            read(typed)


@pytest.mark.parametrize("typed", ["", "XX", "Germany", "EU", "worldwide"])
def test_what_is_no_country_is_refused(typed: str) -> None:
    with pytest.raises(CountryError, match="two letters"):
        read_country(typed)


def test_a_marketplace_may_be_for_all_of_the_union_or_the_world() -> None:
    assert read_country("eu", of_marketplace=True) == "EU"
    assert read_country("Worldwide", of_marketplace=True) == "worldwide"
    with pytest.raises(CountryError, match="worldwide"):
        read_country("XX", of_marketplace=True)


def test_a_right_is_registered_in_a_country_or_with_an_office_of_several() -> None:
    assert (read_place_of_right("cn"), read_place_of_right(" bx ")) == ("CN", "BX")
    assert not CODES & set(OFFICES)
    with pytest.raises(CountryError, match="Write EU"):
        read_place_of_right("EM")
    for typed in ("XX", "ZZ", "worldwide", "", "China"):
        with pytest.raises(CountryError, match="two letters"):
            read_place_of_right(typed)
