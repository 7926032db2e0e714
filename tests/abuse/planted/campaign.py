"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest(filers=60)
    for c in range(12):
        for f in range(6):
            # Two weeks apart from one to the next: too slow for lockstep.
            day = c * 20 + (f * 5 + c * 11) % 30
            if (f + c) % 3:
                bad, good = event("rejection", day + 3), event("takedown", day + 3)
                lines.append(line(f"G{f}-{c}", f"guilty-{f}", day, bad, store=f"prey-{c}"))
                # Victims of the same copiers, as slow, and right.
                lines.append(line(f"V{f}-{c}", f"innocent-{f}", day, good, store=f"copier-{c}"))
            # Wrong as often, each at stores of its own.
            lines.append(line(f"C{f}-{c}", f"innocent-careless-{f}", day, event("rejection", day)))
    return lines


STRICTER = {
    "campaign_min_common": 4,
    "structure.campaigns.P": 0.0001,
    "structure.campaigns.TRUSS": 5,
}
SILENCED = {"campaign_min_common": 1000}
NULL = {"expected", "p", "window_days"}
