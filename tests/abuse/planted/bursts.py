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


STRICTER = {"burst_ratio": 9.0, "burst_min_complaints": 20, "burst_p": 1e-09}
SILENCED = {"burst_min_complaints": 1000}
NULL = {"expected", "p", "past_days", "season", "window_days"}
# fmt: off
# Made by python -m tests.abuse.test_told; look at the difference.
TOLD = {'guilty': {'ceiling': None,
            'complaints': ['GB0', 'GB1', 'GB2', 'GB3', 'GB4', 'GB5', 'GB6', 'GB7', 'GB8', 'GB9',
                           'GB10', 'GB11', 'GB12', 'GB13', 'GB14', 'GB15', 'GB16', 'GB17', 'GB18',
                           'GB19', 'GB20', 'GB21', 'GB22', 'GB23', 'GB24', 'GB25', 'GB26', 'GB27',
                           'GB28', 'GB29'],
            'family': 'conduct',
            'log_odds': 0.45,
            'numbers': {'allowed': 0,
                        'complaints': 30,
                        'expected': 0.389,
                        'from': '2026-07-20',
                        'p': 7.62e-11,
                        'past_days': 90,
                        'sale': '',
                        'season': 1.0,
                        'window_days': 7},
            'partners': [],
            'strength': 0.987037}}
