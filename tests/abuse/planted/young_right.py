"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, honest, line


def market() -> Lines:
    lines = honest()
    for c in range(10):
        old = {"listed_on": "2024-01-01"}
        young, early = {"applied_on": "2025-11-01"}, {"applied_on": "2012-11-01"}
        lines.append(line(f"G{c}", "guilty", c, right_more=young, target_more=old))
        for f in range(5):
            lines.append(line(f"I{f}-{c}", f"innocent-{f}", c, right_more=early, target_more=old))
    return lines


STRICTER = {"young_min_claims": 8, "young_share": 0.8, "young_margin_days": 300}
SILENCED = {"young_min_claims": 1000}
NULL = {"over_dispersion", "p", "peer_share"}
