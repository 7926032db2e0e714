"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest()
    for c in range(40):
        minute = c // 20 * 30 + c / 2880
        gone = {"status_at_filing": "gone" if c % 3 == 0 else "live", "category": f"any-{c % 9}"}
        lines.append(line(f"G{c}", "guilty", minute, target_more=gone, statement="Remove this."))
        # As fast and in the same words, but the listings are there and of one kind.
        lines.append(
            line(f"I{c}", "innocent", minute, event("takedown", minute + 3), statement="Copies.")
        )
    return lines


STRICTER = {"shotgun_dead_share": 0.3, "shotgun_min_complaints": 30}
SILENCED = {"shotgun_min_complaints": 1000}
NULL = {"over_dispersion", "peer_dead_share", "peer_off_trade_share", "peer_outside_share"}
