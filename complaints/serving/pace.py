"""How slow a client may be: half a minute, and a second more for each 500 bytes that it moves."""

from __future__ import annotations

from dataclasses import dataclass

# Seconds, and bytes a second: a telephone at the edge of its network is faster.
GRACE, RATE = 30, 500


@dataclass(slots=True)
class Pace:
    """The way of one request that comes in, or of one answer that goes out."""

    began: float
    moved: int = 0

    def is_too_slow(self, now: float) -> bool:
        """Tell whether it takes longer than it may.

        >>> Pace(began=0.0).is_too_slow(30.0), Pace(began=0.0).is_too_slow(30.1)
        (False, True)
        >>> Pace(began=0.0, moved=5_000).is_too_slow(40.0)
        False
        """
        return now > self.began + GRACE + self.moved / RATE
