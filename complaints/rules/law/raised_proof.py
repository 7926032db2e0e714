"""What a filer under a boycott shows before a claim under raised proof is decided.

China's E-Commerce Law, Art. 42(1), asks for preliminary evidence, and the Civil Code, Art. 1195(1),
for the holder's real identity. A person judges both; here is only which of them was not sent at
all. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProofLack(StrEnum):
    """`identity`: a paper that says who files. `right`: a paper of the right, or an office's
    register that names it. `difference`: for this listing, evidence with words that say what
    differs."""

    IDENTITY = "identity"
    RIGHT = "right"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a claim's filer has sent, or a person has compared before."""

    identity: bool
    right: bool
    difference: bool


def find_lacks(shown: Shown) -> tuple[ProofLack, ...]:
    """Return what was not sent, in the order in which it is asked for."""
    each = ((ProofLack.IDENTITY, shown.identity), (ProofLack.RIGHT, shown.right),
            (ProofLack.DIFFERENCE, shown.difference))  # fmt: skip
    return tuple(lack for lack, is_shown in each if not is_shown)
