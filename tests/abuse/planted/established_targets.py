"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, line


def market() -> Lines:
    old, new = {"listed_on": "2023-01-01"}, {"listed_on": "2025-12-20"}
    lines = []
    for f in range(60):
        for c in range(12):
            # Copies are new; who errs, once in twelve, errs about what has long been sold.
            kind, target = ("takedown", new) if c else ("rejection", old)
            day = (c * 25 + f * 5) % 300
            lines.append(
                line(f"H{f}-{c}", f"honest-{f}", day, event(kind, day + 2), target_more=target)
            )
    for c in range(12):
        # Nothing is decided yet: only the targets speak.
        lines.append(line(f"G{c}", "guilty", 300 + c, target_more=old))
        lines.append(line(f"I{c}", "innocent", 300 + c, target_more=new))
    for c in range(2):
        lines.append(line(f"U{c}", "innocent-few", 300 + c, target_more=old))
    return lines


STRICTER = {"targets_min_evidence": 1.5, "targets_min_claims": 20}
SILENCED = {"targets_min_claims": 1000}
NULL = {"all_share"}
# fmt: off
# Made by python -m tests.abuse.test_told; look at the difference.
TOLD = {'guilty': {'ceiling': None,
            'complaints': ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8', 'G9', 'G10',
                           'G11'],
            'family': 'conduct',
            'log_odds': 2.0,
            'numbers': {'all_share': 0.0992,
                        'claims': 12,
                        'established': 12,
                        'evidence': 6.938,
                        'share': 1.0,
                        'stores': 12},
            'partners': [],
            'strength': 1.0}}
