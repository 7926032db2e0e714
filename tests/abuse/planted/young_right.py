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
# fmt: off
# Made by python -m tests.abuse.test_told; look at the difference.
TOLD = {'guilty': {'ceiling': None,
            'complaints': ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8', 'G9'],
            'family': 'authority',
            'log_odds': 3.0,
            'numbers': {'claims': 10,
                        'median_days': 670,
                        'over_dispersion': 0.04,
                        'p': 4.91e-10,
                        'peer_share': 0.01,
                        'registration_only': 0,
                        'rights': 1,
                        'share': 1.0,
                        'stores': 10,
                        'unrelated_trades': 1,
                        'younger': 10},
            'partners': [],
            'strength': 1.0}}
