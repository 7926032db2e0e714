"""Which ring of a new scan is which of before: by members, never by name."""

from __future__ import annotations

import pytest

from complaints.rules.cases.rings import followed, is_same, merged, split_cases


@pytest.mark.parametrize(
    ("shared", "same"),
    [(1, False), (2, False), (3, True)],  # of four: below half, half, above it
)
def test_a_ring_is_the_same_where_more_than_half_of_the_smaller_is_shared(shared, same):
    before = set(range(4))
    now = set(range(shared)) | set(range(100, 120 - shared))
    assert len(now) == 20
    assert is_same(before, now) is same
    assert is_same(now, before) is same


def test_the_pair_that_is_most_alike_goes_on_and_then_the_older_case():
    cases = {1: {1, 2, 3, 4}, 2: {5, 6, 7, 8}}
    # Both cases are in it; the second fills more of it.
    assert followed(cases, {"new": {1, 2, 3, 5, 6, 7, 8}}) == {"new": 2}
    assert followed(cases, {"new": set(range(1, 9))}) == {"new": 1}
    assert followed(cases, {"a": {1, 2, 9}, "b": {3, 4, 10}}) == {"a": 1} | {}
    assert followed(cases, {"new": {11, 12}}) == {}


def test_a_case_goes_on_in_one_ring_and_a_ring_continues_one_case():
    halves = {"a": {1, 2, 3, 4}, "b": {5, 6, 7}}
    continues = followed({1: set(range(1, 8))}, halves)
    assert continues == {"a": 1}
    assert split_cases({1: set(range(1, 8))}, halves, continues) == {"b": 1}


def test_what_most_members_of_went_into_another_ring_was_taken_in():
    cases = {1: {1, 2, 3, 4, 5}, 2: {6, 7, 8, 9}}
    rings = {"new": {1, 2, 3, 4, 5, 6, 7, 8}}
    continues = followed(cases, rings)
    assert continues == {"new": 1}
    assert merged(cases, rings, continues) == {2: "new"}
    # Half of the members is not most of them.
    assert merged(cases, {"new": {1, 2, 3, 4, 5, 6, 7}}, {"new": 1}) == {}
    assert merged(cases, {}, {}) == {}
