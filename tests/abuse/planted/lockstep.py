"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest(filers=60)
    for c in range(9):
        for m in range(4):
            # Nobody is always first: who was only followed is not accused.
            day = c * 30 + (m + c) % 4 * 1.3
            store = f"shop-{c * 20}"
            lines.append(
                line(f"G{m}-{c}", f"guilty-{m}", day, event("rejection", day), store=store)
            )
        # The same stores, months apart.
        day = (c * 30 + 150) % 270
        store = f"shop-{c * 20}"
        lines.append(line(f"I{c}", "innocent", day, event("takedown", day + 1), store=store))
    return lines


STRICTER = {
    "lockstep_min_common": 7,
    "lockstep_ratio": 20.0,
    "lockstep_fdr": 0.001,
    "lockstep_sync_p": 0.0001,
    "lockstep_group_common": 6,
    "lockstep_truss": 9,
}
SILENCED = {"lockstep_min_common": 1000}
NULL = {"expected", "inside", "p", "p_sync", "window_days"}
# fmt: off
# Made by python -m tests.abuse.test_told; look at the difference.
TOLD = {'guilty-0': {'ceiling': None,
              'complaints': ['G0-0', 'G0-1', 'G0-2', 'G0-3', 'G0-4', 'G0-5', 'G0-6', 'G0-7',
                             'G0-8'],
              'family': 'structure',
              'log_odds': 1.7,
              'numbers': {'accounts': 4,
                          'all_common': 9,
                          'common': 9,
                          'expected': 0.01824,
                          'inside': 0.0769,
                          'p': 6.05e-22,
                          'p_sync': 9.38e-11,
                          'window_days': 7},
              'partners': ['guilty-1', 'guilty-2', 'guilty-3'],
              'strength': 0.997973},
 'guilty-1': {'ceiling': None,
              'complaints': ['G1-0', 'G1-1', 'G1-2', 'G1-3', 'G1-4', 'G1-5', 'G1-6', 'G1-7',
                             'G1-8'],
              'family': 'structure',
              'log_odds': 1.7,
              'numbers': {'accounts': 4,
                          'all_common': 9,
                          'common': 9,
                          'expected': 0.01824,
                          'inside': 0.0769,
                          'p': 6.05e-22,
                          'p_sync': 9.38e-11,
                          'window_days': 7},
              'partners': ['guilty-0', 'guilty-2', 'guilty-3'],
              'strength': 0.997973},
 'guilty-2': {'ceiling': None,
              'complaints': ['G2-0', 'G2-1', 'G2-2', 'G2-3', 'G2-4', 'G2-5', 'G2-6', 'G2-7',
                             'G2-8'],
              'family': 'structure',
              'log_odds': 1.7,
              'numbers': {'accounts': 4,
                          'all_common': 9,
                          'common': 9,
                          'expected': 0.01824,
                          'inside': 0.0769,
                          'p': 6.05e-22,
                          'p_sync': 9.38e-11,
                          'window_days': 7},
              'partners': ['guilty-0', 'guilty-1', 'guilty-3'],
              'strength': 0.997973},
 'guilty-3': {'ceiling': None,
              'complaints': ['G3-0', 'G3-1', 'G3-2', 'G3-3', 'G3-4', 'G3-5', 'G3-6', 'G3-7',
                             'G3-8'],
              'family': 'structure',
              'log_odds': 1.7,
              'numbers': {'accounts': 4,
                          'all_common': 9,
                          'common': 9,
                          'expected': 0.01824,
                          'inside': 0.0769,
                          'p': 6.05e-22,
                          'p_sync': 9.38e-11,
                          'window_days': 7},
              'partners': ['guilty-0', 'guilty-1', 'guilty-2'],
              'strength': 0.997973}}
