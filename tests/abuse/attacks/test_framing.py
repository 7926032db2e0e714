"""Does any attack of outsiders beat the certificate? Our own market; the others are in `lab`."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings

from abuse.market import make_market
from tests.abuse.attacks.puppets import ATTACKS, Arena, Attack


@cache
def arena() -> Arena:
    return Arena.of(make_market(1, complaints=800))


@settings(max_examples=12, derandomize=True, deadline=None)
@given(ATTACKS)
def test_no_attack_of_outsiders_beats_the_certificate(attack: Attack) -> None:
    assert arena().beaten(attack) is None
