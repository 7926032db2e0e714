"""What becomes of a row that a platform sends of its own stores, listings and operators."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

# As many rows as one body may have.
MOST_ROWS: Final = 1_000
# The largest number that every client reads as it was written.
LATEST: Final = 2**53 - 1
MOST_PICTURES: Final = 50
# SHA-256 of a picture's bytes, or a perceptual hash of 64 bits.
PICTURE: Final = re.compile(r"[0-9a-f]{16}|[0-9a-f]{64}")


class Took(StrEnum):
    """`repeated`: we had this version. `older`: we have a later one, and this changes nothing."""

    STORED = "stored"
    REPEATED = "repeated"
    OLDER = "older"
    REFUSED = "refused"


def take(version: int, held: int | None) -> Took:
    """Say what becomes of a row by its version, where we hold one of version `held`.

    >>> take(2, None), take(2, 1), take(2, 2), take(2, 3)
    (<Took.STORED: 'stored'>, <Took.STORED: 'stored'>, <Took.REPEATED: 'repeated'>, \
<Took.OLDER: 'older'>)
    """
    if held is None or version > held:
        return Took.STORED
    return Took.REPEATED if version == held else Took.OLDER
