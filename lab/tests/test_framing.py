"""Does any attack of outsiders beat the certificate, on markets of each open maker?"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings

from lab.makers import make, open_makers
from tests.abuse.attacks.puppets import ATTACKS, Arena, Attack


@cache
def arena(maker: str) -> Arena:
    return Arena.of(make(maker, 1, size=800))


@pytest.mark.parametrize("maker", open_makers())
@settings(max_examples=12, derandomize=True, deadline=None)
@given(attack=ATTACKS)
def test_no_attack_of_outsiders_beats_the_certificate(maker: str, attack: Attack) -> None:
    assert arena(maker).beaten(attack) is None
