"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest(filers=60)
    for c in range(9):
        for m in range(4):
            # Nobody is always first: who was only followed is not accused.
            day = c * 30 + (m + c) % 4 * 1.3
            store = f"shop-{c * 20}"
            lines.append(
                line(f"G{m}-{c}", f"guilty-{m}", day, event("rejection", day), store=store)
            )
        # The same stores, months apart.
        day = (c * 30 + 150) % 270
        store = f"shop-{c * 20}"
        lines.append(line(f"I{c}", "innocent", day, event("takedown", day + 1), store=store))
    return lines


STRICTER = {
    "lockstep_min_common": 7,
    "structure.lockstep._RATIO": 20.0,
    "structure.lockstep._FDR": 0.001,
    "structure.lockstep._SYNC_P": 0.0001,
    "structure.lockstep.GROUP_COMMON": 6,
    "structure.lockstep._TRUSS": 9,
}
SILENCED = {"lockstep_min_common": 1000}
NULL = {"expected", "inside", "p", "p_sync", "window_days"}
