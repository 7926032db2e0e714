"""What a mark proves at each of its two ends."""

from __future__ import annotations

import numpy as np
import pytest

from abuse import Policy
from abuse.findings import Link
from abuse.identity.origins import Origin
from abuse.linking.binding import CONFIRMABLE, End, points_at, ties
from abuse.linking.identifiers import identifier_links
from abuse.record.view import View
from tests.abuse.makers import known, line, table

RANKS = {origin.value: origin.rank for origin in Origin}


def end(origin: str, day: int) -> End:
    return End(np.array([RANKS[origin]]), np.array([np.datetime64(day, "D")]))


@pytest.mark.parametrize(
    ("one", "other", "tied"),
    [
        ("confirmed", "confirmed", True),
        ("confirmed", "register", False),
        ("confirmed", "seen", False),
        ("register", "register", False),
        ("seen", "seen", False),
    ],
)
def test_only_what_is_confirmed_at_both_ends_ties(one: str, other: str, tied: bool) -> None:
    yes, no = np.array([True]), np.array([False])
    assert ties(yes, end(one, 1), end(other, 2)).tolist() == [tied]
    assert ties(yes, end(other, 1), end(one, 2)).tolist() == [tied]
    assert not ties(no, end(one, 1), end(other, 2)).any()


@pytest.mark.parametrize("origin", ["typed", "seen", "register", "confirmed"])
@pytest.mark.parametrize(("day", "is_later"), [(4, False), (5, False), (6, True)])
def test_a_mark_points_at_who_showed_it_later_unless_it_is_proven_there(
    origin: str, day: int, is_later: bool
) -> None:
    for other in RANKS:
        pointed = points_at(end(origin, day), end(other, 5)).tolist()
        assert pointed == [is_later and origin in ("typed", "seen")]


def test_a_network_or_a_public_mark_ties_nobody() -> None:
    assert CONFIRMABLE.isdisjoint({"ip", "ip_net", "address", "website", "domain", "paper", "text"})


SHOWN = {"phone": "+8613811112222", "device": "dev-77", "ip": "203.0.113.7"}


def link(origin: str = "", *kinds: str, of: tuple[str, ...] = ()) -> Link | None:
    lines = [line("A", "a", 1, filer_more=SHOWN), line("B", "b", 2, filer_more=SHOWN)]
    read = known(lines, origin, *kinds, of=of) if origin else table(lines)
    found = identifier_links(View(read), Policy())
    assert len(found) == 1
    return found[0]


def parts(found: Link | None) -> tuple[float, ...]:
    assert found is not None
    return tuple(round(found.numbers[name], 2) for name in ("own", "against_a", "against_b"))


def test_a_link_says_what_ties_and_what_speaks_against_either_end() -> None:
    # A telephone and a device are worth 5 each, a network 3.5.
    assert parts(link()) == (0.0, 0.0, 13.5)
    assert parts(link("confirmed", "device")) == (5.0, 5.0, 13.5)
    # A network that is said to be confirmed ties nobody, and points at nobody.
    assert parts(link("confirmed")) == (10.0, 10.0, 10.0)
    # Confirmed at the later alone, a telephone points at nobody; two kinds are left.
    assert parts(link("confirmed", "phone", of=("b",))) == (0.0, 0.0, 8.5)
    # One kind alone would be no link, and speaks against nobody.
    assert parts(link("confirmed", "phone", "device", of=("b",))) == (0.0, 0.0, 0.0)
    assert parts(link("confirmed", "phone", "device", of=("a",))) == (0.0, 0.0, 13.5)
