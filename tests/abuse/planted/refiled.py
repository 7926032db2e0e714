"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest()
    for c in range(12):
        day, listing = c * 9, f"G-listing-{c % 3}"
        lines.append(line(f"G{c}", "guilty", day, event("rejection", day + 2), listing=listing))
        # Each of its refusals is on another listing.
        lines.append(line(f"I{c}", "innocent", day, event("rejection", day + 2)))
    return lines


STRICTER = {"refiled_min": 6, "refiled_share": 0.5}
SILENCED = {"refiled_min": 1000}
NULL = {"over_dispersion", "peer_share"}
