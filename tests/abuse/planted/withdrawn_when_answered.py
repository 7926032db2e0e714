"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest(answered=0.4)
    for c in range(20):
        day = c * 9
        after = event("withdrawal", day + 6) if c % 5 else event("reinstatement", day + 9)
        events = [event("takedown", day + 2), event("counter_notice", day + 5), after]
        lines.append(line(f"G{c}", "guilty", day, *events))
    for c in range(20):
        # Withdraws as often, but on its own, before anybody answered.
        kind = "withdrawal" if c % 5 else "takedown"
        lines.append(line(f"I{c}", "innocent", c * 9, event(kind, c * 9 + 2)))
    return lines


STRICTER = {"withdrawn_min_share": 0.7, "withdrawn_min_complaints": 10}
SILENCED = {"withdrawn_min_complaints": 1000}
NULL = {"over_dispersion", "p", "peer_share"}
