"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest(filers=30, each=20)
    for c in range(12):
        lines.append(line(f"G{c}", "guilty", c * 15, event("takedown", c * 15 + 2)))
        lines.append(line(f"I{c}", "innocent", c * 15, event("takedown", c * 15 + 2)))
    for c in range(30):
        lines.append(line(f"GB{c}", "guilty", 200 + c * 0.1, event("takedown", 210)))
    for c in range(12):
        lines.append(line(f"IB{c}", "innocent", 180 + c * 9, event("takedown", 300)))
    return lines


STRICTER = {"burst_ratio": 9.0, "burst_min_complaints": 20, "targets.rhythm._P": 1e-09}
SILENCED = {"burst_min_complaints": 1000}
NULL = {"expected", "p", "past_days", "season", "window_days"}
