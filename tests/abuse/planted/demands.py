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
# fmt: off
# Made by python -m tests.abuse.test_told; look at the difference.
TOLD = {'guilty': {'ceiling': None,
            'complaints': ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8', 'G9'],
            'family': 'conduct',
            'log_odds': 3.2,
            'numbers': {'claims': 10,
                        'claims_reported': 10,
                        'let_go_again': 4,
                        'p': 6.59e-08,
                        'peer_share': 0.00357,
                        'sellers': 4,
                        'withdrawn': 10,
                        'withdrawn_soon': 10,
                        'within_days': 21},
            'partners': [],
            'strength': 0.666667}}
