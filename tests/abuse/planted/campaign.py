"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest(filers=60)
    for c in range(12):
        for f in range(6):
            # Two weeks apart from one to the next: too slow for lockstep.
            day = c * 20 + (f * 5 + c * 11) % 30
            if (f + c) % 3:
                bad, good = event("rejection", day + 3), event("takedown", day + 3)
                lines.append(line(f"G{f}-{c}", f"guilty-{f}", day, bad, store=f"prey-{c}"))
                # Victims of the same copiers, as slow, and right.
                lines.append(line(f"V{f}-{c}", f"innocent-{f}", day, good, store=f"copier-{c}"))
            # Wrong as often, each at stores of its own.
            lines.append(line(f"C{f}-{c}", f"innocent-careless-{f}", day, event("rejection", day)))
    return lines


STRICTER = {"campaign_min_common": 4, "campaign_p": 0.0001, "campaign_truss": 5}
SILENCED = {"campaign_min_common": 1000}
NULL = {"expected", "p", "window_days"}
# fmt: off
# Made by python -m tests.abuse.test_told; look at the difference.
TOLD = {'guilty-0': {'ceiling': None,
              'complaints': ['G0-1', 'G0-2', 'G0-4', 'G0-5', 'G0-7', 'G0-8', 'G0-10', 'G0-11'],
              'family': 'structure',
              'log_odds': 1.375,
              'numbers': {'accounts': 5,
                          'common': 8,
                          'expected': 0.0587,
                          'p': 3.32e-15,
                          'window_days': 30},
              'partners': ['guilty-2', 'guilty-3', 'guilty-4', 'guilty-5'],
              'strength': 0.992663},
 'guilty-1': {'ceiling': None,
              'complaints': ['G1-0', 'G1-1', 'G1-3', 'G1-4', 'G1-6', 'G1-7', 'G1-9', 'G1-10'],
              'family': 'structure',
              'log_odds': 1.375,
              'numbers': {'accounts': 5,
                          'common': 8,
                          'expected': 0.05469,
                          'p': 1.89e-15,
                          'window_days': 30},
              'partners': ['guilty-0', 'guilty-3', 'guilty-4', 'guilty-5'],
              'strength': 0.993164},
 'guilty-2': {'ceiling': None,
              'complaints': ['G2-0', 'G2-2', 'G2-3', 'G2-5', 'G2-6', 'G2-8', 'G2-9', 'G2-11'],
              'family': 'structure',
              'log_odds': 1.25,
              'numbers': {'accounts': 4,
                          'common': 8,
                          'expected': 0.05099,
                          'p': 1.08e-15,
                          'window_days': 30},
              'partners': ['guilty-0', 'guilty-1', 'guilty-5'],
              'strength': 0.993626},
 'guilty-3': {'ceiling': None,
              'complaints': ['G3-1', 'G3-2', 'G3-4', 'G3-5', 'G3-7', 'G3-8', 'G3-10', 'G3-11'],
              'family': 'structure',
              'log_odds': 1.375,
              'numbers': {'accounts': 5,
                          'common': 8,
                          'expected': 0.0587,
                          'p': 3.32e-15,
                          'window_days': 30},
              'partners': ['guilty-0', 'guilty-1', 'guilty-2', 'guilty-4'],
              'strength': 0.992663},
 'guilty-4': {'ceiling': None,
              'complaints': ['G4-0', 'G4-1', 'G4-3', 'G4-4', 'G4-6', 'G4-7', 'G4-9', 'G4-10'],
              'family': 'structure',
              'log_odds': 1.375,
              'numbers': {'accounts': 5,
                          'common': 8,
                          'expected': 0.05469,
                          'p': 1.89e-15,
                          'window_days': 30},
              'partners': ['guilty-1', 'guilty-2', 'guilty-3', 'guilty-5'],
              'strength': 0.993164},
 'guilty-5': {'ceiling': None,
              'complaints': ['G5-0', 'G5-2', 'G5-3', 'G5-5', 'G5-6', 'G5-8', 'G5-9', 'G5-11'],
              'family': 'structure',
              'log_odds': 1.5,
              'numbers': {'accounts': 6,
                          'common': 8,
                          'expected': 0.05099,
                          'p': 1.08e-15,
                          'window_days': 30},
              'partners': ['guilty-0', 'guilty-1', 'guilty-2', 'guilty-3', 'guilty-4'],
              'strength': 0.993626}}
