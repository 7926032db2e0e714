"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from typing import Any

from tests.abuse.makers import Lines, event, honest, line


def filed(filer: str, lost: int, of: int, day: float, **more: Any) -> Lines:
    """So many claims of an account, so many of them lost."""
    lines = []
    for c in range(of):
        at = day + c * 20
        end = event("rejection" if c < lost else "takedown", at + 2)
        lines.append(line(f"{filer}-{c}", filer, at, end, **more))
    return lines


def market() -> Lines:
    lines = honest(filers=60)
    # Fresh accounts under one number, and a principal that files itself and through two agencies.
    for a in range(4):
        lines += filed(f"guilty-{a}", 3, 3, a * 9, right_more={"number": "TM-900"})
    holder: Any = {"rights_holder": {"name": "Dogwood"}}
    for a in range(2):
        lines += filed(f"guilty-agency-{a}", 4, 5, a * 7, filer_more={"kind": "agent"},
                       right_more={"number": f"TM-8{a}"}, **holder)  # fmt: skip
    lines += filed("guilty-holder", 3, 4, 30, filer_more={"name": "Dogwood"},
                   right_more={"number": "TM-82"})  # fmt: skip
    # Whose own claims under the number mostly hold, and a right used by one account alone.
    lines += filed("innocent-brand", 1, 8, 50, right_more={"number": "TM-900"})
    lines += filed("innocent-alone", 7, 9, 20, right_more={"number": "TM-700"})
    # Two under one number that lose as others do, and two that lose few.
    for a in range(2):
        lines += filed(f"innocent-pair-{a}", 1, 8, a * 5, right_more={"number": "TM-600"})
        lines += filed(f"innocent-few-{a}", 2, 2, a * 5, right_more={"number": "TM-500"})
    return lines


STRICTER = {"right_min_complaints": 12, "right_share": 0.79}
SILENCED = {"right_min_complaints": 1000}
TURNS = (
    {
        "threshold": "right_min_complaints", "at": lambda n: n["complaints"],
        "filer": "guilty-0",
    },
    {
        "threshold": "right_share", "at": lambda n: n["own_bad"] / n["own_claims"],
        "filer": "guilty-holder",
    },
)  # fmt: skip
NULL = {"over_dispersion", "p", "peer_share"}
# fmt: off
# Made by python -m tests.abuse.test_told; look at the difference.
TOLD = {'guilty-0': {'ceiling': 'watch',
              'complaints': ['guilty-0-0', 'guilty-0-1', 'guilty-0-2'],
              'family': 'outcomes',
              'log_odds': 3.0,
              'numbers': {'accounts': 5,
                          'bad': 13,
                          'claims': 20,
                          'complaints': 13,
                          'over_dispersion': 0.04,
                          'own_bad': 3,
                          'own_claims': 3,
                          'p': 4.9e-05,
                          'peer_share': 0.0997,
                          'share': 0.65,
                          'shares': 'right'},
              'partners': ['guilty-1', 'guilty-2', 'guilty-3', 'innocent-brand'],
              'strength': 0.65},
 'guilty-1': {'ceiling': 'watch',
              'complaints': ['guilty-1-0', 'guilty-1-1', 'guilty-1-2'],
              'family': 'outcomes',
              'log_odds': 3.0,
              'numbers': {'accounts': 5,
                          'bad': 13,
                          'claims': 20,
                          'complaints': 13,
                          'over_dispersion': 0.04,
                          'own_bad': 3,
                          'own_claims': 3,
                          'p': 4.9e-05,
                          'peer_share': 0.0997,
                          'share': 0.65,
                          'shares': 'right'},
              'partners': ['guilty-0', 'guilty-2', 'guilty-3', 'innocent-brand'],
              'strength': 0.65},
 'guilty-2': {'ceiling': 'watch',
              'complaints': ['guilty-2-0', 'guilty-2-1', 'guilty-2-2'],
              'family': 'outcomes',
              'log_odds': 3.0,
              'numbers': {'accounts': 5,
                          'bad': 13,
                          'claims': 20,
                          'complaints': 13,
                          'over_dispersion': 0.04,
                          'own_bad': 3,
                          'own_claims': 3,
                          'p': 4.9e-05,
                          'peer_share': 0.0997,
                          'share': 0.65,
                          'shares': 'right'},
              'partners': ['guilty-0', 'guilty-1', 'guilty-3', 'innocent-brand'],
              'strength': 0.65},
 'guilty-3': {'ceiling': 'watch',
              'complaints': ['guilty-3-0', 'guilty-3-1', 'guilty-3-2'],
              'family': 'outcomes',
              'log_odds': 3.0,
              'numbers': {'accounts': 5,
                          'bad': 13,
                          'claims': 20,
                          'complaints': 13,
                          'over_dispersion': 0.04,
                          'own_bad': 3,
                          'own_claims': 3,
                          'p': 4.9e-05,
                          'peer_share': 0.0997,
                          'share': 0.65,
                          'shares': 'right'},
              'partners': ['guilty-0', 'guilty-1', 'guilty-2', 'innocent-brand'],
              'strength': 0.65},
 'guilty-agency-0': {'ceiling': 'watch',
                     'complaints': ['guilty-agency-0-0', 'guilty-agency-0-1', 'guilty-agency-0-2',
                                    'guilty-agency-0-3', 'guilty-agency-0-4'],
                     'family': 'outcomes',
                     'log_odds': 3.0,
                     'numbers': {'accounts': 3,
                                 'bad': 11,
                                 'claims': 14,
                                 'complaints': 11,
                                 'over_dispersion': 0.04,
                                 'own_bad': 4,
                                 'own_claims': 5,
                                 'p': 9.6e-06,
                                 'peer_share': 0.0997,
                                 'share': 0.7857,
                                 'shares': 'holder'},
                     'partners': ['guilty-agency-1', 'guilty-holder'],
                     'strength': 0.785714},
 'guilty-agency-1': {'ceiling': 'watch',
                     'complaints': ['guilty-agency-1-0', 'guilty-agency-1-1', 'guilty-agency-1-2',
                                    'guilty-agency-1-3', 'guilty-agency-1-4'],
                     'family': 'outcomes',
                     'log_odds': 3.0,
                     'numbers': {'accounts': 3,
                                 'bad': 11,
                                 'claims': 14,
                                 'complaints': 11,
                                 'over_dispersion': 0.04,
                                 'own_bad': 4,
                                 'own_claims': 5,
                                 'p': 9.6e-06,
                                 'peer_share': 0.0997,
                                 'share': 0.7857,
                                 'shares': 'holder'},
                     'partners': ['guilty-agency-0', 'guilty-holder'],
                     'strength': 0.785714},
 'guilty-holder': {'ceiling': 'watch',
                   'complaints': ['guilty-holder-0', 'guilty-holder-1', 'guilty-holder-2',
                                  'guilty-holder-3'],
                   'family': 'outcomes',
                   'log_odds': 3.0,
                   'numbers': {'accounts': 3,
                               'bad': 11,
                               'claims': 14,
                               'complaints': 11,
                               'over_dispersion': 0.04,
                               'own_bad': 3,
                               'own_claims': 4,
                               'p': 9.6e-06,
                               'peer_share': 0.0997,
                               'share': 0.7857,
                               'shares': 'holder'},
                   'partners': ['guilty-agency-0', 'guilty-agency-1'],
                   'strength': 0.785714}}
