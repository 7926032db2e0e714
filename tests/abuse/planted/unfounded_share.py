"""What the detector finds, whom it spares that look alike, and what it says of the guilty."""

from __future__ import annotations

from tests.abuse.makers import Lines, event, honest, line


def market() -> Lines:
    lines = honest()
    for c in range(12):
        kind = "rejection" if c % 4 else "takedown"
        lines.append(line(f"G{c}", "guilty", c * 9, event(kind, c * 9 + 2)))
    for c in range(300):
        # A large agency: more refusals in number than the guilty, the peers' share.
        kind = "rejection" if c % 14 == 0 else "takedown"
        lines.append(line(f"I{c}", "innocent", c, event(kind, c + 2)))
    for c in range(2):
        lines.append(line(f"U{c}", "innocent-unlucky", c, event("rejection", c + 2)))
    return lines


STRICTER = {
    "unfounded_few_complaints": 4,
    "unfounded_few_evidence": 4.0,
    "unfounded_min_complaints": 8,
    "unfounded_min_evidence": 2.0,
}
SILENCED = {"unfounded_few_complaints": 1000}
NULL = {"honest_share", "honest_weight", "over_dispersion", "peer_refused_share"}
# fmt: off
# Made by python -m tests.abuse.test_told; look at the difference.
TOLD = {'guilty': {'ceiling': None,
            'complaints': ['G1', 'G2', 'G3', 'G5', 'G6', 'G7', 'G9', 'G10', 'G11'],
            'family': 'outcomes',
            'log_odds': 2.403595,
            'numbers': {'bad': 9,
                        'claims': 12,
                        'evidence': 3.698,
                        'honest_share': 0.0568,
                        'honest_weight': 6.617,
                        'manifestly_unfounded': 0,
                        'others_failed': 0,
                        'others_held': 0,
                        'over_dispersion': 0.04,
                        'p': 0.000707,
                        'passes_false_discovery': 1,
                        'peer_refused_share': 0.0654,
                        'share': 0.2569,
                        'share_high': 0.57,
                        'share_low': 0.01,
                        'since': '2026-01-01'},
            'partners': [],
            'strength': 0.256915}}
