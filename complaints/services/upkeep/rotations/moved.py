"""What one batch did: how many were moved and lost, and the last that it came to."""

from __future__ import annotations

from dataclasses import dataclass

# Rows a batch: a write transaction of some hundredths of a second, between which others write.
AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Moved:
    """`after` is where the next batch goes on; None where this place is done."""

    moved: int = 0
    lost: int = 0
    after: str | None = None
