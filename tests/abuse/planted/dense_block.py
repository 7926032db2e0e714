"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest(filers=60)
    for f in range(6):
        for c in range(10):
            if (f + c) % 3:
                # Months apart, and most of what could be: too slow for lockstep.
                day = (c * 23 + f * 41) % 280 + f / 10
                bad, good = event("rejection", day + 3), event("takedown", day + 3)
                lines.append(line(f"G{f}-{c}", f"guilty-{f}", day, bad, store=f"prey-{c}"))
                # Victims of the same copiers, as dense, and right.
                day += 0.05
                lines.append(line(f"V{f}-{c}", f"innocent-{f}", day, good, store=f"copier-{c}"))
    return lines


STRICTER = {
    "structure.blocks._RATIO": 1.5,
    "structure.blocks._REWIRINGS": 39,
    "structure.blocks.MIN_FILERS": 6,
    "detectors.dense_block.MIN_OWN": 5,
    "structure.blocks._EVIDENCE": 1000.0,
}
SILENCED = {"structure.blocks.MIN_FILERS": 1000}
NULL = {"null_densest", "null_edges", "null_rewirings", "null_seed", "p"}
