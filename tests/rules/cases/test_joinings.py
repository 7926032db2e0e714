"""The rule of parties: which accounts the joined pairs make one."""

from __future__ import annotations

import pytest

from complaints.rules.cases.joinings import together


@pytest.mark.parametrize(
    ("pairs", "parties"),
    [
        ([], [{1}, {2}, {3}, {4}]),
        ([(4, 2)], [{1}, {2, 4}, {3}]),
        ([(1, 2), (3, 4)], [{1, 2}, {3, 4}]),
        ([(1, 2), (3, 4), (4, 1)], [{1, 2, 3, 4}]),
        ([(2, 3), (3, 2), (2, 4), (3, 4)], [{1}, {2, 3, 4}]),
        ([(1, 9), (9, 2)], [{1}, {2}, {3}, {4}]),
    ],
)
def test_parties_are_what_joined_pairs_connect(pairs, parties):
    assert together([3, 1, 4, 2], pairs) == parties


def test_ten_thousand_accounts_of_one_party_are_one():
    accounts = range(10_000)
    assert together(accounts, ((each, each + 1) for each in accounts)) == [set(accounts)]
