"""Independent parties of a ring: who counts as one, and what being it would cost a stranger."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from abuse import Policy
from abuse.findings import Link
from abuse.record.collecting import read_lines
from abuse.record.table import ClaimTable
from abuse.record.view import View
from abuse.structure.parties import Others, losses, parties_beside
from tests.abuse.boundaries import bounds
from tests.abuse.makers import event, line, when

NAMES = ("a", "b", "c", "d")
POLICY = Policy()
MONTH = 30 + 10 / 24
CONFIRMED = "confirmed"


def market(
    lost: Mapping[str, int] | None = None,
    shown: Mapping[str, Mapping[str, str]] | None = None,
    confirmed: Collection[str] = ("phone", "payment", "email", "device"),
    registered: Mapping[str, float] | None = None,
) -> View:
    """Four accounts that file on the first day and lose so many complaints, all on that day; what
    each shows, which kinds of it are confirmed, and how many days before it was registered."""
    lines = []
    for name in NAMES:
        more: dict[str, Any] = dict((shown or {}).get(name, {}))
        if name in (registered or {}):
            more["registered_at"] = when(-(registered or {})[name])
        count = (lost or {}).get(name, 10)
        ends = ["rejection"] * count + ["takedown"]
        lines += [
            line(f"{name}-{c}", name, 0, event(end, 1), filer_more=more)
            for c, end in enumerate(ends)
        ]
    rows = read_lines(lines)
    rows["identities"]["origin"] = [
        CONFIRMED if kind in confirmed else origin
        for kind, origin in zip(
            rows["identities"]["kind"], rows["identities"]["origin"], strict=True
        )
    ]
    return View(ClaimTable.from_rows(**rows, as_of=ClaimTable.from_lines(lines).as_of))


def beside(
    view: View,
    *joined: tuple[int, int],
    groups: Collection[Collection[int]] = ({0}, {1}, {2}, {3}),
    counts: Collection[int] = range(4),
    policy: Policy = POLICY,
) -> Others:
    """Who is beside the first account, where links join these pairs."""
    links = [Link(a, b, "lockstep", 9.0, ()) for a, b in joined]
    use = np.isin(np.arange(view.n_filers), list(counts))
    return parties_beside(view, policy, groups, links, use)[0]


def test_a_party_costs_an_account_and_what_it_lost() -> None:
    found = beside(market({"b": 3, "c": 5}), (0, 1), (0, 2))
    price = POLICY.price_account
    assert found == Others(2, 8, 8 + 2 * price, 3 + price)


def test_accounts_that_are_one_count_once() -> None:
    view = market({"b": 3, "c": 5})
    apart = beside(view, (0, 1), (0, 2))
    one = beside(view, (0, 1), (0, 2), groups=({0}, {1, 2}, {3}))
    assert (one.parties, one.filings) == (1, 8)
    assert apart.price - one.price == pytest.approx(POLICY.price_account)
    # And what is tied to the account itself is no other party.
    assert beside(view, (0, 1), (0, 2), groups=({0, 1}, {2}, {3})).filings == 5


def test_a_party_counts_only_beside_whom_a_link_joins_it_with() -> None:
    """Two puppets that show marks of a victim and of an abuser bring both into one ring."""
    view = market({"b": 2, "c": 2, "d": 40})
    bridged = beside(view, (0, 1), (0, 2), (1, 3), (2, 3))
    assert (bridged.parties, bridged.filings) == (2, 4)
    assert beside(view, (0, 1), (0, 2), (0, 3)).filings == 44
    # Whoever is joined with one account of a party is joined with all of it.
    assert beside(view, (0, 1), groups=({0}, {1, 3}, {2})).filings == 42


def test_honest_company_and_who_lost_nothing_cost_nothing() -> None:
    view = market({"b": 0, "c": 30})
    assert beside(view, (0, 1), (0, 2), counts=(0, 1, 3)) == Others()
    assert beside(view, (0, 1), (0, 2)).parties == 1


@pytest.mark.parametrize(("lost", "price"), [(1, 2.0), (2, 4.0), (3, 6.0), (4, 7.0), (5, 8.0)])
def test_being_somebody_costs_no_more_than_what_it_lost(lost: int, price: float) -> None:
    assert beside(market({"b": lost}), (0, 1), policy=Policy(price_account=3.0)).price == price


@bounds("price_account")
@pytest.mark.parametrize("price", [0.0, 2.0, 7.5])
def test_an_account_costs_its_price(price: float) -> None:
    found = beside(market(), (0, 1), (0, 2), policy=Policy(price_account=price))
    assert found.price == pytest.approx(20 + 2 * price)


@bounds("price_month")
@pytest.mark.parametrize(("months", "counted"), [(0, 0), (3, 3), (11.9, 11.9), (12, 12), (60, 12)])
def test_age_costs_by_the_month_up_to_a_year(months: float, counted: float) -> None:
    view = market(registered={"b": months * MONTH})
    policy = Policy(price_month=0.5)
    assert losses(view).months[1] == pytest.approx(months)
    assert beside(view, (0, 1), policy=policy).price == pytest.approx(12 + 0.5 * counted)
    # Of accounts that are one, the oldest.
    both = beside(view, (0, 1), groups=({0}, {1, 2}, {3}), policy=policy)
    assert both.price == pytest.approx(22 + 0.5 * counted)


def test_age_is_counted_to_the_last_complaint_that_was_lost() -> None:
    lines = [
        line(f"A{c}", "a", day, event(end, day + 1))
        for c, (day, end) in enumerate(
            [(0, "takedown"), (3 * MONTH, "rejection"), (300, "takedown")]
        )
    ]
    found = losses(View(ClaimTable.from_lines(lines)))
    assert (found.complaints.tolist(), found.months.tolist()) == ([1], [pytest.approx(3)])


@bounds("price_mark")
@pytest.mark.parametrize(
    ("shown", "confirmed", "marks"),
    [
        ({"phone": "+8613911111111"}, ("phone",), 1),
        ({"phone": "+8613911111111"}, (), 0),
        ({"phone": "+8613911111111", "payment": "acct77"}, ("phone", "payment"), 2),
        # Free to make, or to copy.
        ({"email": "a@b.example", "device": "d-1"}, ("email", "device"), 0),
    ],
)
def test_a_telephone_and_a_payment_account_of_its_own_cost(
    shown: dict[str, str], confirmed: Collection[str], marks: int
) -> None:
    view = market(shown={"b": shown}, confirmed=confirmed)
    for price in (0.0, 2.0, 3.5):
        found = beside(view, (0, 1), policy=Policy(price_mark=price))
        assert found.price == pytest.approx(12 + marks * price)


def test_a_mark_that_a_stranger_has_confirmed_too_is_not_its_own() -> None:
    same = {"phone": "+8613911111111"}
    view = market(shown={"b": same, "c": same})
    # The stranger is no account of the ring.
    assert beside(view, (0, 1), groups=({0}, {1}, {3})).price == pytest.approx(12.0)
    # Accounts of the ring that confirmed one are one, and it is theirs, once.
    one = beside(view, (0, 1))
    assert (one.parties, one.filings) == (1, 20)
    assert one.price == pytest.approx(20 + POLICY.price_account + POLICY.price_mark)


@pytest.mark.parametrize(("parties", "opens"), [(0, 0.0), (1, 0.0), (2, 12.0), (3, 24.0)])
def test_the_dearest_party_opens_no_gate(parties: int, opens: float) -> None:
    """It may have been there by chance before anybody framed the account."""
    view = market({"b": 10, "c": 40, "d": 10})
    order = (2, 1, 3)[:parties]
    found = beside(view, *[(0, party) for party in order])
    assert (found.parties, found.opens) == (parties, opens)
    assert found.price == opens + (42.0 if parties else 0.0)


def test_whoever_only_copied_or_followed_an_account_is_no_party_of_it() -> None:
    view = market()
    links = [
        Link(0, 1, "lockstep", 9.0, (), {"after_a": 0, "after_b": 4}),
        Link(0, 2, "identifiers", 9.0, ("phone:2",), {"against_b": 9.0}),
        Link(0, 3, "identifiers", 9.0, ("phone:2",), {"against_a": 9.0}),
    ]
    groups = ({0}, {1}, {2}, {3})
    found = parties_beside(view, POLICY, groups, links, np.ones(view.n_filers, bool))
    assert [found[account].parties for account in range(4)] == [1, 1, 1, 0]


def test_one_confirmed_purse_is_one_hand_however_many_hold_it() -> None:
    purse = {"payment": "acct77"}
    view = market(shown=dict.fromkeys("bcd", purse))
    found = beside(view, (0, 1), (0, 2), (0, 3))
    assert (found.parties, found.opens) == (1, 0.0)
    typed = market(shown=dict.fromkeys("bcd", purse), confirmed=())
    assert beside(typed, (0, 1), (0, 2), (0, 3)).parties == 3


def test_no_names_or_order_of_groups_matter() -> None:
    view = market({"b": 2, "c": 3, "d": 4})
    some = beside(view, (0, 1), (0, 2), (0, 3))
    again = beside(view, (0, 3), (0, 2), (0, 1), groups=({3}, {2}, {1}, {0}))
    assert replace(some) == again
