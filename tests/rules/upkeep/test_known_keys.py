"""Which keys are right: fingerprints known and given."""

from __future__ import annotations

import pytest

from complaints.rules.kinds import SecretKind
from complaints.rules.upkeep.known_keys import Fault, Given, Known, fault, faults, is_begun

A, B, C = "aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc"


@pytest.mark.parametrize(
    ("known", "given", "wrong", "begun"),
    [
        (Known(), Given(A), None, False),
        (Known(), Given(A, B), None, False),
        (Known(A), Given(A), None, False),
        (Known(A), Given(B), Fault.OTHER, False),
        (Known(A), Given(B, C), Fault.OTHER, False),
        # Given as the old one: a change begins.
        (Known(A), Given(B, A), None, True),
        # While it goes on both are needed, in their places.
        (Known(A, (B, A)), Given(B, A), None, False),
        (Known(A, (B, A)), Given(A, B), Fault.UNFINISHED, False),
        (Known(A, (B, A)), Given(A), Fault.UNFINISHED, False),
        (Known(A, (B, A)), Given(B), Fault.UNFINISHED, False),
        (Known(None, (B, A)), Given(C), Fault.UNFINISHED, False),
        # At its end the old one may stay a while.
        (Known(B), Given(B, A), None, False),
        (Known(B), Given(B), None, False),
        (Known(B), Given(A), Fault.OTHER, False),
    ],
)
def test_a_key_is_right_where_it_is_known_or_changed(
    known: Known, given: Given, wrong: Fault | None, begun: bool
) -> None:
    assert fault(known, given) == wrong
    assert is_begun(known, given) == begun


def test_each_kind_is_looked_at_apart() -> None:
    known = {SecretKind.ENCRYPTION: Known(A), SecretKind.IDENTITY: Known(B)}
    given = {kind: Given(A) for kind in SecretKind}
    assert faults(known, given) == {SecretKind.IDENTITY: Fault.OTHER}
