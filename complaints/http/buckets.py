"""Token buckets by the generic cell rate algorithm (GCRA, ITU-T I.371): of each is kept only when
it is full again.

They are one process's, and begin full: several servers each count what they see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from complaints.settings.rate_limits import Quota

SECOND = 1_000_000_000
# Buckets that are kept. A full one need not be.
MOST_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Bucket:
    """What a request takes from: the name of its limit, whose it is, and how large."""

    name: str
    of: str
    quota: Quota


@dataclass(frozen=True, slots=True)
class Level:
    """What is in a bucket: units that are left, and seconds until one more is; 0 for a full one."""

    left: int
    more_in: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """A bucket that holds too little, and in how many seconds it holds enough."""

    bucket: Bucket
    seconds: int


class Buckets:
    """The buckets of one process; several threads may ask at once. Moments are nanoseconds of the
    clock that never jumps."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._full_at: dict[tuple[str, str], int] = {}

    def take(self, buckets: Sequence[Bucket], units: int, *, now: int) -> Shortage | None:
        """Take units from each bucket, or from none: then return which one is short for longest."""
        with self._lock:
            met = self._short(buckets, units, now)
            if met is None:
                for bucket in buckets:
                    self._add(bucket, units, now)
                self._forget(now)
            return met

    def short(self, buckets: Sequence[Bucket], units: int, *, now: int) -> Shortage | None:
        """Return which bucket is short of units for longest, None where each has enough."""
        with self._lock:
            return self._short(buckets, units, now)

    def level(self, bucket: Bucket, *, now: int) -> Level:
        """Return what is in a bucket."""
        each = bucket.quota.nanoseconds_each
        lacks = max(0, self._full_at.get((bucket.name, bucket.of), now) - now)
        used = -(-lacks // each)
        more_in = lacks - (used - 1) * each if used else 0
        return Level(max(0, bucket.quota.most - used), -(-more_in // SECOND))

    def _short(self, buckets: Sequence[Bucket], units: int, now: int) -> Shortage | None:
        waits = [(self._wait(bucket, units, now), bucket) for bucket in buckets]
        longest, bucket = max(waits, key=lambda each: each[0], default=(0, None))
        return Shortage(bucket, -(-longest // SECOND)) if bucket and longest > 0 else None

    def _wait(self, bucket: Bucket, units: int, now: int) -> int:
        each = bucket.quota.nanoseconds_each
        full_at = max(now, self._full_at.get((bucket.name, bucket.of), now))
        return full_at + units * each - now - bucket.quota.most * each

    def _add(self, bucket: Bucket, units: int, now: int) -> None:
        key = bucket.name, bucket.of
        full_at = max(now, self._full_at.get(key, now))
        self._full_at[key] = full_at + units * bucket.quota.nanoseconds_each

    def _forget(self, now: int) -> None:
        """Once there are too many, keep those that are full last."""
        if len(self._full_at) <= MOST_KEPT:
            return
        filling = [each for each in self._full_at.items() if each[1] > now]
        filling.sort(key=lambda each: each[1])
        self._full_at = dict(filling[-MOST_KEPT // 2 :])
