"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest()
    for c in range(12):
        day, listing = c * 9, f"G-listing-{c % 3}"
        lines.append(line(f"G{c}", "guilty", day, event("rejection", day + 2), listing=listing))
        # Each of its refusals is on another listing.
        lines.append(line(f"I{c}", "innocent", day, event("rejection", day + 2)))
    return lines


STRICTER = {"refiled_min": 6, "refiled_share": 0.5}
SILENCED = {"refiled_min": 1000}
NULL = {"over_dispersion", "peer_share"}
# fmt: off
# Made by python -m tests.abuse.test_told; look at the difference.
TOLD = {'guilty': {'ceiling': None,
            'complaints': ['G11', 'G10', 'G9', 'G8', 'G7', 'G6', 'G5', 'G4', 'G3'],
            'family': 'conduct',
            'log_odds': 2.0,
            'numbers': {'claims': 12,
                        'evidence': 13.154,
                        'filers_with_repeats': 1,
                        'listings': 3,
                        'over_dispersion': 0.04,
                        'peer_share': 0.0,
                        'repeats': 9,
                        'share': 0.75},
            'partners': [],
            'strength': 1.0}}
