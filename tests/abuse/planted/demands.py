"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest()
    for c in range(10):
        day = c * 9
        events = [event("takedown", day + 1), event("demand_report", day + 3)]
        events.append(event("withdrawal", day + 5))
        lines.append(line(f"G{c}", "guilty", day, *events, store=f"victim-{c % 4}"))
        spiteful = [event("takedown", day + 1)] + [event("demand_report", day + 3)] * (c < 3)
        # All reports come from one store.
        lines.append(line(f"I{c}", "innocent", day, *spiteful, store="spite"))
    return lines


STRICTER = {"demand_min_stores": 4}
SILENCED = {"demand_min_stores": 1000}
NULL = {"p", "peer_share"}
